//! A customer wishes to speak with an executive: with whom, about what, by when.

use super::Ask;
use super::ask::named;
use super::formed::Formed;
use super::typed_time::{to_come, told};
use crate::domain::command::Command;
use crate::domain::executives::{NewWish, WantExecutive};
use crate::domain::ids::AccountId;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct WishForm {
    form: Form,
    account: Option<AccountId>,
}

impl WishForm {
    /// For this account, if one is given.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let row = account.as_ref().and_then(|id| stage.incident()?.rows.get(id));
        let name = row.map(|row| row.name().to_string()).unwrap_or_default();
        let form = Form::new(76, word!("Enter records the wish; the CS lead promises a time"))
            .line("account", word!("Customer:"), &name)
            .hint(word!("as on the call list"))
            .line("whom", word!("With whom:"), "")
            .hint(word!("your CEO; empty: an executive"))
            .line("topic", word!("About:"), "")
            .line("due", word!("They need it by:"), "")
            .hint(word!("15:30, 2h; empty: within a day"))
            .says(
                "what",
                word!("Promise no name and no time yet: each executive has only so many calls."),
            )
            .restored(stage.draft(&draft(account.as_ref())));
        let mut wish = WishForm { form, account };
        if !name.is_empty() {
            wish.form.go("whom");
        }
        wish
    }
}

fn draft(account: Option<&AccountId>) -> Draft {
    Draft::new("wish", account.map_or("", AccountId::as_str))
}

impl Formed for WishForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("A customer wishes to speak with an executive").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.account.as_ref()))
    }

    fn about(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let account = match account_of(&mut self.form, stage) {
            Ok(account) => account,
            Err(say) => return vec![Ask::Say(say, Tone::Refused)],
        };
        let due = match to_come(&self.form.value("due"), Some(&account), stage) {
            Ok(due) => due,
            Err(why) => {
                self.form.go("due");
                return vec![Ask::Say(why, Tone::Refused)];
            }
        };
        let wish = NewWish {
            whom: self.form.clean("whom").unwrap_or_default(),
            topic: self.form.clean("topic").unwrap_or_default(),
            due: due.as_ref().map(|due| due.at),
        };
        let say = word!("You recorded that they wish to speak with an executive.").to_owned();
        vec![
            Ask::Submit(Command::WantExecutive(WantExecutive { account, wish }), None),
            Ask::Say(told(say, due), Tone::Undoable),
            Ask::Close,
        ]
    }
}

/// The account a form names in its row `account`; or what to say, and the focus there.
pub fn account_of(form: &mut Form, stage: &Stage) -> Result<AccountId, String> {
    let given = form.clean("account");
    let found = given.as_ref().and_then(|given| named(stage.incident()?, given));
    found.ok_or_else(|| {
        form.go("account");
        match given {
            None => word!("Say which customer, as on the call list.").to_owned(),
            Some(given) => say!(
                "{given} is not on the call list; write its name as it stands there.",
                given
            ),
        }
    })
}
