//! What this screen knows of an account: its row, its people, and what its card opens.

use crate::directory::suggest::Suggested;
use crate::domain::accounts::Contact;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::incident::Incident;
use crate::domain::opening::Opening;
use crate::domain::outreach::Row;
use crate::tui::screen::part;
use crate::tui::screen::typed_time::zone;
use crate::tui::screen::whom::whom;
use crate::tui::stage::Stage;

/// How many people the card names.
const PEOPLE: usize = 3;

/// The incident on the screen, and the account's row in it.
pub fn found<'a>(stage: &'a Stage, account: &AccountId) -> Option<(&'a Incident, &'a Row)> {
    let incident = stage.incident()?;
    Some((incident, incident.rows.get(account)?))
}

/// Whom to talk to, the suggested one first; nobody before the hub has told.
pub fn people<'a>(stage: &'a Stage, account: &AccountId, row: &Row) -> Vec<Suggested<'a>> {
    let (Some(Ok(card)), Some(incident)) = (stage.cards.get(account), stage.incident()) else {
        return Vec::new();
    };
    whom(card, incident, row, stage.now)
        .into_iter()
        .take(PEOPLE)
        .collect()
}

/// The accounts of this call list that share a number or an address with this one.
pub fn linked(stage: &Stage, incident: &Incident, account: &AccountId) -> Vec<AccountId> {
    let Some(Ok(card)) = stage.cards.get(account) else {
        return Vec::new();
    };
    let others = card.linked.iter().map(|linked| linked.account.clone());
    others.filter(|id| incident.rows.contains_key(id)).collect()
}

/// The places of the lines that open something.
pub fn openings(stage: &Stage, incident: &Incident, row: &Row) -> impl Iterator<Item = usize> + use<> {
    let parts = part::all(stage, incident, row).into_iter().enumerate();
    parts.filter(|(_, part)| part.opens.is_some()).map(|(at, _)| at)
}

/// Whom they talk to, or are to call.
fn called<'a>(stage: &'a Stage, row: &Row, talks_to: Option<&ContactId>) -> Option<&'a Contact> {
    let people = people(stage, row.id(), row);
    let chosen = talks_to.and_then(|id| people.iter().find(|person| person.contact.id == *id));
    Some(chosen.or(people.first())?.contact)
}

/// The opening line as whoever looks says it to them.
pub fn opening(stage: &Stage, incident: &Incident, row: &Row, talks_to: Option<&ContactId>) -> String {
    let me = &stage.me().name;
    let listed = stage.people.iter().find(|person| person.id == *me);
    let there = zone(row);
    let known = Opening {
        caller: listed.map_or(me.as_str(), |person| person.name.as_str()),
        contact: called(stage, row, talks_to).map(|contact| contact.name.as_str()),
        broken: incident.broken_for(row),
        now: stage.now,
        there: there.as_ref(),
        here: &stage.setting.zone,
    };
    known.spoken(&incident.playbook.opening)
}

/// The name and number of whom they talk to, or are to call.
pub fn on_the_line(stage: &Stage, row: &Row, talks_to: Option<&ContactId>) -> Option<String> {
    let contact = called(stage, row, talks_to)?;
    let phone = match (stage.masked, &contact.phone) {
        (false, Some(phone)) => format!(" {phone}"),
        (true, _) | (false, None) => String::new(),
    };
    Some(format!("{}{phone}", contact.name))
}
