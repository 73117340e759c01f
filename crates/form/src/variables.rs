//! Variables: values that expressions read and that aren't among the answers (reference 2.1).

use casement_expression::Equality;

use crate::model::{Effect, RuleId};
use crate::names::NameId;
use crate::schema::EVERY_PROPERTY;
use crate::{Form, Value};

impl Form {
    pub(crate) fn set_variable_value(&mut self, name: &str, value: Value) {
        let model = self.shared_model();
        let id = self.data.name(&model, name);
        // A value goes that has the name as it is written (`SurveyModel.setVariableCore`).
        if let Some(key) = self.data.find_key(&model, name) {
            self.data.remove(key);
        }
        self.calculate_again(id);
        self.put_variable(id, value);
    }

    /// A variable that is calculated is so with the next pass, whatever it was set to
    /// (`CalculatedValue.doCalculation`).
    fn calculate_again(&mut self, id: NameId) {
        if !EVERY_PROPERTY {
            return;
        }
        let model = self.shared_model();
        for (at, rule) in model.rules.iter().enumerate() {
            if let Effect::Calculated(number) = rule.effect
                && let Some(calculated) = model.calculated.get(number as usize)
                && calculated.variable == id
            {
                self.wave.mark(RuleId(at as u32));
            }
        }
    }

    /// Sets a variable. One that stays equal, be it in another case, is no news
    /// (`SurveyModel.setVariable`).
    pub(crate) fn put_variable(&mut self, id: NameId, value: Value) {
        let equal = self.data.variable(id).equals(&value, Equality::DEFAULT);
        let gone = value.is_nullish();
        self.data.set_variable(id, value);
        self.show_totals_again();
        if equal {
            self.texts_changed(&[id]);
            self.ask_again(&[]);
            return;
        }
        if gone {
            self.values_gone(&[id]);
        } else {
            self.names_changed(&[id]);
        }
        self.run_triggers(&[id], None);
        self.ask_again(&[]);
        self.revalidate_readers(id, None);
    }
}
