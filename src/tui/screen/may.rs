//! Whether this person may call an account now: the same words in the list, in the line that says what is next and on
//! the card.

use crate::domain::call_list::Listed;
use crate::domain::channel::Channel;
use crate::domain::ids::Name;
use crate::domain::may::{May, may};
use crate::domain::outreach::{Disposition, Row};
use crate::domain::speech::{say, word};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};

/// The answer for whoever looks.
pub fn mine<'a>(listed: &'a Listed, stage: &Stage) -> May<'a> {
    may(listed, &stage.me().name, stage.now)
}

/// Whether this person can call at all: a wall and a viewer only look.
pub fn calls(stage: &Stage) -> bool {
    stage.me().access.takes_part()
}

/// Why it is not for this person now, though nobody has it; nothing where they may call.
pub fn not_now(listed: &Listed, stage: &Stage) -> Option<String> {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let whose = |by: &Name| match *by == stage.me().name {
        true => word!("you call").to_owned(),
        false => say!("{by} calls", by),
    };
    match mine(listed, stage) {
        May::Kept { by, until } => Some(say!(
            "{by} tried last and calls again; anybody's from {clock}",
            by,
            clock = clock(until)
        )),
        May::Offered { to, until } => Some(say!(
            "offered to {to}, who has until {clock} to say yes",
            to,
            clock = clock(until)
        )),
        May::Later { by, at } => Some(say!(
            "{whose} again at {clock}",
            whose = whose(by),
            clock = clock(at)
        )),
        May::Asleep { until } => {
            let until = until.map(|until| say!(" until {clock} our time", clock = clock(until)));
            Some(say!("night there{until}", until = until.unwrap_or_default()))
        }
        May::Speaks { language, by } => Some(say!(
            "needs {language}: {names} speaks it",
            language,
            names = names(by)
        )),
        May::Write { left } => Some(say!(
            "enough calls; write {to_be_written}",
            to_be_written = to_be_written(left)
        )),
        May::Decided => Some(word!("called and written to in vain; the CS lead decides").to_owned()),
        May::Speaking | May::Yours { .. } | May::Call | May::Held { .. } | May::Done | May::Never { .. } => {
            None
        }
    }
}

/// What is to be minded before a call they may make; nothing where there is nothing.
pub fn mind(listed: &Listed, row: &Row, stage: &Stage) -> Option<(String, Role)> {
    match mine(listed, stage) {
        May::Speaking | May::Yours { .. } | May::Call | May::Done => {
            lately(row, stage).or_else(|| interpreter(listed, row, stage))
        }
        May::Write { .. }
        | May::Speaks { .. }
        | May::Kept { .. }
        | May::Offered { .. }
        | May::Later { .. }
        | May::Asleep { .. }
        | May::Held { .. }
        | May::Decided
        | May::Never { .. } => None,
    }
}

/// Nobody rings twice within the half hour without a reason.
fn lately(row: &Row, stage: &Stage) -> Option<(String, Role)> {
    let last = row.reached_lately(stage.now)?;
    let by = match last.by == stage.me().name {
        true => word!("you"),
        false => last.by.as_str(),
    };
    let ago = when::age(last.at, stage.now);
    let told = last
        .facts
        .told
        .map(|told| say!(", told {told}", told = crate::tui::words::text(told)));
    let text = say!(
        "{disposition} {ago} ago by {by}{told}: call again only with news",
        disposition = last.facts.disposition.words(),
        ago,
        by,
        told = told.unwrap_or_default()
    );
    Some((text, Role::Soon))
}

/// A language nobody here is known to speak, or one that is not on record.
fn interpreter(listed: &Listed, row: &Row, stage: &Stage) -> Option<(String, Role)> {
    let asked = row
        .last()
        .is_some_and(|last| last.facts.disposition == Disposition::LanguageHelp);
    let Some((language, by)) = listed.language.as_ref() else {
        let unknown = word!("asked for an interpreter; their language is not on record");
        return asked.then(|| (unknown.to_owned(), Role::Soon));
    };
    match by.contains(&stage.me().name) {
        true => Some((say!("in {language}, which you speak", language), Role::Plain)),
        false => Some((
            say!(
                "needs {language}: nobody here is known to speak it, find an interpreter",
                language
            ),
            Role::Soon,
        )),
    }
}

fn names(by: &[Name]) -> String {
    let names: Vec<&str> = by.iter().map(Name::as_str).collect();
    names.join(word!(" or "))
}

/// What is to be written, for a narrow column.
pub fn to_write(left: &[Channel]) -> &'static str {
    match left {
        [Channel::Email] => word!("e-mail"),
        [Channel::Sms] => word!("text"),
        _ => word!("mail + text"),
    }
}

/// The same in a sentence.
pub fn to_be_written(left: &[Channel]) -> &'static str {
    match left {
        [Channel::Email] => word!("an e-mail"),
        [Channel::Sms] => word!("a text message"),
        _ => word!("an e-mail and a text message"),
    }
}

/// What comes up for them within the hour, if anything does: `investor call in 25 min`.
pub fn comes_up(listed: &Listed, stage: &Stage) -> Option<String> {
    let near = listed.moment.as_ref()?;
    if near.runs(stage.now) {
        return Some(say!("{what} now", what = near.what));
    }
    let soon = near.from <= crate::domain::rank::NEARS.after(stage.now);
    soon.then(|| {
        let left = when::until(near.from, stage.now, Count::Minutes);
        format!("{} {left}", near.what)
    })
}
