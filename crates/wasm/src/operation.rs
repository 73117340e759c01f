//! What can be done, by numbers: the order is that of the tables in `js/package.js`, which a test
//! compares.

/// On what an operation works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// On nothing: it makes something, or is done at once.
    Package,
    /// On an object that only it uses.
    Object,
    /// On a form that stays as it is.
    Reading,
    /// On a form that it changes.
    Step,
}

macro_rules! operations {
    ($($name:ident)*) => {
        /// One thing that can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Operation {
            $($name,)*
        }

        impl Operation {
            const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

operations! {
    Free NewForm NewExpressions NewLinter NewConversation Evaluate RenderDirective ParseDirective Lint
    Length IsValid ExpressionProblems Names EvaluateAt Holds EvaluateAll
    Findings LinterText Replace
    Handle
    Problems State Data CurrentPage IsFirstPage IsLastPage Progress Elements VisibleElements Errors
    Element Explain Text AdvanceDue Numbers ElementAt PartsOf
    QuestionIn TextOf PropertyOf TotalsOf BoundsMet
    IsOnePage IsPreview Locale NavigateToUrl AcceptedTypes NumberOf
    NumberIn NameOf Changes ErrorCount IsShown AsksBeforeRemoval
    ValueOf ValuesOf Timer Quiz
    Answer Choose Advance AnswerComment
    SetValue SetComment SetVariable SetData
    MergeData Start NextPage PreviousPage Validate Complete ShowPreview CancelPreview CompleteUnchecked
    Clear SetMessages SetProperty MakeItems AddItem
    RemoveItem ClearIncorrectValues TakeRequests
    AnswerRequest RefuseRequest TakeCalls AnswerCall
    Tick ChooseFiles TakeFiles RefuseFiles
    RemoveFile Put PutAll
    PutData Check Prepare Forget
}

impl Operation {
    pub(crate) fn of(number: u32) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }

    pub(crate) fn target(self) -> Target {
        if self >= Self::Answer {
            Target::Step
        } else if self >= Self::Problems {
            Target::Reading
        } else if self >= Self::Length {
            Target::Object
        } else {
            Target::Package
        }
    }
}
