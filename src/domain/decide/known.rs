//! Whether somebody to whom something is given is anybody.

use crate::domain::command::Desk;
use crate::domain::ids::Name;
use crate::domain::nearest::nearest;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

/// Whoever something is given to, by the name they sign in with. Where there is a list of people it is one of them, or
/// somebody who is here or has done something: what is given to a name nobody has is done by nobody.
pub(super) fn known(picture: &Picture, given: &Name, desk: &Desk) -> Result<Name, Refusal> {
    let name = desk.reference.sign_in_name(given);
    let people = &desk.reference.people;
    let owns = || {
        let mut accounts = desk.reference.accounts.values();
        accounts.any(|account| [&account.owner, &account.backup].contains(&&Some(name.clone())))
    };
    let listed = people.is_empty() || people.iter().any(|person| person.id == name);
    match listed || name == desk.by.name || desk.here.contains(&name) || picture.has_seen(&name) || owns() {
        true => Ok(name),
        false => Err(unknown(given, desk)),
    }
}

impl Picture {
    /// Whether they have done something or held a duty in any incident.
    pub fn has_seen(&self, who: &Name) -> bool {
        let mut incidents = self.incidents();
        incidents.any(|incident| incident.debriefs.knows(who) || incident.roles.holds_any(who))
    }
}

/// Nobody has this name; who was meant, if that can be guessed.
pub(super) fn unknown(given: &Name, desk: &Desk) -> Refusal {
    let people = desk.reference.people.iter();
    let listed = people.flat_map(|person| [person.id.as_str(), person.name.as_str()]);
    let known = listed.chain(desk.here.iter().map(Name::as_str));
    Refusal::UnknownPerson {
        nearest: nearest(given.as_str().trim(), known),
        given: given.clone(),
    }
}
