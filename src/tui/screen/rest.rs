//! A break of one's own: suggested after hard calls, taken in one key, over by itself.

use super::Ask;
use super::formed::Formed;
use crate::domain::care::{Strain, TakeBreak};
use crate::domain::command::Command;
use crate::domain::speech::{say, word};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when;
use jiff::SignedDuration;

/// Minutes on offer; the first of the choices is none of them, and the last takes none.
const MINUTES: [u16; 4] = [15, 5, 30, 60];

#[derive(Debug)]
pub struct RestForm {
    form: Form,
}

impl RestForm {
    pub fn new(stage: &Stage) -> Self {
        let me = &stage.me().name;
        let care = &stage.picture().care;
        let away = care.away(me, stage.now);
        let until = |minutes: u16| {
            let at = stage
                .now
                .saturating_add(SignedDuration::from_mins(i64::from(minutes)));
            at.map_or_else(
                |_| String::new(),
                |at| when::clock(at, stage.now, &stage.setting.zone),
            )
        };
        let choice = |minutes: u16| {
            (
                say!("{minutes} minutes", minutes),
                say!("back by yourself at {until}", until = until(minutes)),
            )
        };
        let mut choices = MINUTES.map(choice).to_vec();
        choices.push(match away {
            Some(_) => (
                word!("I am back").to_owned(),
                word!("ends the break now").to_owned(),
            ),
            None => (
                word!("not now").to_owned(),
                word!("you are reminded after the next hard call").to_owned(),
            ),
        });
        let mut form = Form::new(70, word!("Enter does it"))
            .choice("minutes", word!("A break of:"), choices, 0)
            .says("why", &said(care.strain(me, stage.now)))
            .says(
                "what",
                word!("Meanwhile no free account is offered to you; what you claimed and promised stays yours. Nobody but you \
                 sees these numbers."),
            );
        form.must_choose("minutes");
        RestForm { form }
    }
}

/// What they bore since they last rested, for their eyes alone.
pub(super) fn said(strain: Strain) -> String {
    let hard = match strain.hard {
        0 => None,
        1 => Some(word!("the last call was hard").to_owned()),
        several => Some(say!("{several} hard calls in a row", several)),
    };
    let minutes = strain.on_calls.as_mins();
    let minutes = (minutes > 0).then(|| say!("{minutes} min on calls", minutes));
    let bore: Vec<String> = hard.into_iter().chain(minutes).collect();
    match bore.is_empty() {
        true => word!("Nothing weighs on you since you last rested.").to_owned(),
        false => say!("Since you last rested: {bore}.", bore = bore.join(", ")),
    }
}

/// No break now: one is ended, or the one suggested is declined.
fn none_now() -> Ask {
    let none = TakeBreak { minutes: Some(0) };
    Ask::Submit(Command::TakeBreak(none), None)
}

/// Ends a break before its time.
pub fn back() -> Vec<Ask> {
    vec![
        none_now(),
        Ask::Say(word!("Welcome back.").to_owned(), Tone::Plain),
    ]
}

impl Formed for RestForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Take a break").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(minutes) = MINUTES.get(self.form.chosen("minutes")) else {
            let (me, care) = (&stage.me().name, &stage.picture().care);
            return match (care.away(me, stage.now), care.suggested(me, stage.now)) {
                (Some(_), _) => back().into_iter().chain([Ask::Close]).collect(),
                (None, Some(_)) => vec![none_now(), Ask::Close],
                (None, None) => vec![Ask::Close],
            };
        };
        let rest = TakeBreak {
            minutes: Some(*minutes),
        };
        vec![
            Ask::Submit(Command::TakeBreak(rest), None),
            Ask::Say(
                say!("A break of {minutes} minutes. You are back by yourself.", minutes),
                Tone::Plain,
            ),
            Ask::Close,
        ]
    }
}
