//! Files and signatures that a visitor chooses (SurveyJS: `acceptedTypes`, `maxSize`, `maxFiles`,
//! `allowMultiple`, `waitForUpload`). The form knows names, types and sizes; the host reads or uploads
//! what is inside and hands in the answer.

use casement_expression::{number_text, to_fixed};

use crate::catalogue::format;
use crate::element::EVERY_TYPE;
use crate::tables::IdSet;
use crate::{Change, Element, ElementId, ElementKind, FieldError, Form, Severity, Value};

/// A file that was chosen, before anything of it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChosenFile<'a> {
    /// Its name, without a path.
    pub name: &'a str,
    /// Its size in bytes.
    pub size: f64,
}

/// Questions whose files are being read or uploaded.
#[derive(Debug, Default)]
pub(crate) struct Uploads(IdSet<ElementId>);

/// What stands for kinds of files in `acceptedCategories` (SurveyJS:
/// `settings.acceptedFileCategories`).
const CATEGORIES: [(&str, &str); 5] = [
    ("image", ".png,.jpg,.jpeg,.gif,.bmp,.tiff,.svg"),
    ("video", ".mp4,.avi,.mov,.wmv,.flv,.mkv,.webm"),
    ("audio", ".mp3,.wav,.aac,.ogg,.wma,.flac"),
    (
        "document",
        ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.rtf,.odt",
    ),
    ("archive", ".zip,.rar,.7z,.tar,.gz"),
];

impl Form {
    /// A visitor has chosen files: whether they may be taken. If so the host reads or uploads them
    /// and calls [`Form::take_files`] or [`Form::refuse_files`]; until then the question waits. If
    /// there are too many, or one is too large, the errors stand beside the question.
    ///
    /// ```
    /// # use casement_form::{ChosenFile, Element, ElementId, Form, Object, Value};
    /// # fn data_url(_: &str) -> Result<String, String> { Ok(String::new()) }
    /// # fn choose(form: &mut Form, question: ElementId) {
    /// let file = ChosenFile { name: "cat.png", size: 20_000.0 };
    /// if form.choose_files(question, &[file]).0 {
    ///     match data_url(file.name) {
    ///         Ok(content) => {
    ///             let mut answer = Object::new();
    ///             answer.insert("name", file.name.into());
    ///             answer.insert("type", "image/png".into());
    ///             answer.insert("content", content.into());
    ///             form.take_files(question, vec![answer.into()]);
    ///         }
    ///         Err(why) => drop(form.refuse_files(question, &[&why])),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn choose_files(
        &mut self,
        question: ElementId,
        files: &[ChosenFile<'_>],
    ) -> (bool, Vec<Change>) {
        let taken = EVERY_TYPE && self.may_take(question, files);
        (taken, self.changes.take())
    }

    /// The chosen files were read or uploaded: `{name, type, content}` of each, where `content` is
    /// a data URL or an address. They are added to those that are there; a signature is its
    /// `content` alone.
    pub fn take_files(&mut self, question: ElementId, files: Vec<Value>) -> Vec<Change> {
        if EVERY_TYPE {
            let kind = self.def(question).kind;
            let value = match kind {
                ElementKind::SignaturePad => {
                    let first = files.first().and_then(Value::as_object);
                    first.and_then(|file| file.get("content")).cloned()
                }
                _ => {
                    let there = self.cell(question).value.as_array();
                    let mut all = there.unwrap_or_default().to_vec();
                    all.extend(files);
                    (!all.is_empty()).then(|| all.into())
                }
            };
            self.uploaded(question);
            self.set_question_value(question, value.unwrap_or_default());
        }
        self.changes.take()
    }

    /// The chosen files could not be read or uploaded; the reasons stand beside the question.
    pub fn refuse_files(&mut self, question: ElementId, reasons: &[&str]) -> Vec<Change> {
        if EVERY_TYPE {
            self.uploaded(question);
            let known = self.errors.get(&question).cloned().unwrap_or_default();
            let error = |reason: &&str| {
                let own = Some((*reason).to_owned());
                self.field_error("uploadingfile", own, "", Severity::Error)
            };
            let errors = known.into_iter().chain(reasons.iter().map(error)).collect();
            self.show_errors(question, errors);
        }
        self.changes.take()
    }

    /// Takes a file away by its name.
    pub fn remove_file(&mut self, question: ElementId, name: &str) -> Vec<Change> {
        if EVERY_TYPE {
            let value = self.cell(question).value.clone();
            let files = value.as_array().unwrap_or_default();
            let is_named = |file: &Value| {
                let file = file.as_object().and_then(|file| file.get("name"));
                file.and_then(Value::as_str) == Some(name)
            };
            if let Some(found) = files.iter().find(|file| is_named(file)) {
                let kept = files.iter().filter(|file| !crate::data::same(file, found));
                let kept: Vec<Value> = kept.cloned().collect();
                self.set_question_value(question, kept.into());
            }
        }
        self.changes.take()
    }

    fn may_take(&mut self, id: ElementId, files: &[ChosenFile<'_>]) -> bool {
        if !matches!(
            self.def(id).kind,
            ElementKind::File | ElementKind::SignaturePad
        ) {
            return false;
        }
        self.drop_errors(id);
        let mut errors = Vec::new();
        let number = |name: &str| self.element_property(id, name).as_number().unwrap_or(0.0);
        let there = self.cell(id).value.as_array().map_or(0, <[Value]>::len);
        let (most, size) = (number("maxFiles"), number("maxSize"));
        if most > 0.0 && most < (there + files.len()) as f64 {
            let most = Value::from(most);
            let text = format(self.message("exceedMaxFiles"), &[&most.to_text()]);
            errors.push(self.field_error("exceedfilescount", None, &text, Severity::Error));
        }
        for file in files {
            if size > 0.0 && file.size > size {
                let text = format(self.message("exceedMaxSize"), &[&self.size_text(size)]);
                errors.push(self.field_error("exceedsize", None, &text, Severity::Error));
            }
        }
        if !errors.is_empty() {
            self.show_errors(id, errors);
            return false;
        }
        if !self.element_property(id, "allowMultiple").is_true() {
            self.set_question_value(id, Value::Undefined);
            self.drop_errors(id);
        }
        self.uploads.0.insert(id);
        self.changed(Change::Text(id));
        true
    }

    /// "1.50 MB".
    fn size_text(&self, bytes: f64) -> String {
        let power = (bytes.ln() / 1024_f64.ln()).floor().clamp(0.0, 4.0);
        let decimals = [0, 0, 2, 3, 3];
        let at = power as usize;
        let (number, places) = (bytes / 1024_f64.powf(power), decimals[at]);
        let number = number_text(to_fixed(number, places).unwrap_or(number));
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        let unit = self.message("fileSizeUnits").split(", ").nth(at);
        let mut text = whole.to_owned();
        if places > 0 {
            text.push('.');
            text.push_str(fraction);
            text.extend((fraction.len()..places).map(|_| '0'));
        }
        text.push(' ');
        text.push_str(unit.unwrap_or_default());
        text
    }

    // ---- while files are read ----

    /// Nothing is waited for any longer.
    pub(crate) fn uploaded(&mut self, id: ElementId) {
        if EVERY_TYPE && self.uploads.0.contains(&id) {
            self.uploads.0.remove(&id);
            self.changed(Change::Text(id));
        }
    }

    pub(crate) fn is_uploading(&self, id: ElementId) -> bool {
        EVERY_TYPE && self.uploads.0.contains(&id)
    }

    /// `waitForUpload`: nobody goes on while files are uploaded.
    pub(crate) fn upload_error(&self, id: ElementId) -> Option<FieldError> {
        let waits = self.is_uploading(id) && self.element_property(id, "waitForUpload").is_true();
        waits.then(|| {
            let text = self.message("uploadingFile");
            self.field_error("uploadingfile", None, text, Severity::Error)
        })
    }
}

impl Element<'_> {
    /// Which files the question takes, as an `accept` attribute has it (`.png,.jpg,image/*`): those
    /// of `acceptedCategories` and of `acceptedTypes`. `None`: all.
    pub fn accepted_types(&self) -> Option<String> {
        if !EVERY_TYPE || self.kind() != ElementKind::File {
            return None;
        }
        let mut types: Vec<String> = Vec::new();
        let mut add = |list: &str| {
            for one in list.split(',').filter(|one| !one.is_empty()) {
                if types.iter().all(|known| known != one) {
                    types.push(one.to_owned());
                }
            }
        };
        let categories = self.property("acceptedCategories");
        for category in categories.as_array().unwrap_or_default() {
            let known = CATEGORIES
                .iter()
                .find(|(name, _)| category.as_str() == Some(name));
            known.iter().for_each(|(_, types)| add(types));
        }
        let own = self.property("acceptedTypes");
        match own.as_array() {
            Some(list) => list.iter().for_each(|one| add(&one.to_text())),
            None => add(own.as_str().unwrap_or_default()),
        }
        (!types.is_empty()).then(|| types.join(","))
    }
}
