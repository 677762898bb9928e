//! What is asked of all incidents at every turn, without reading those that are put away.

use super::due::long_term;
use super::ids::Name;
use super::incident::Incident;
use super::picture::{Base, Outline, Picture};
use std::collections::BTreeSet;

/// How much is owed long after the incidents it comes from.
pub fn owed_long_term(picture: &Picture) -> usize {
    let owed = picture.outlines().map(|known| match known {
        Ok(outline) => outline.owed_long_term,
        Err(incident) => long_term(std::iter::once(incident)),
    });
    owed.sum()
}

/// Who decides on credits, in any incident.
pub fn deciders(picture: &Picture) -> BTreeSet<Name> {
    let mut all = BTreeSet::new();
    for known in picture.outlines() {
        match known {
            Ok(outline) => all.extend(outline.deciders.iter().cloned()),
            Err(incident) => all.extend(incident.deciders().cloned()),
        }
    }
    all
}

/// What of a picture is read at once when it is taken up again.
pub fn base(picture: &Picture) -> Base {
    let outlines = picture.outlines().map(|known| match known {
        Ok(outline) => outline.clone(),
        Err(incident) => outline(incident, picture),
    });
    picture.base(outlines.collect())
}

fn outline(incident: &Incident, picture: &Picture) -> Outline {
    let tells: BTreeSet<_> = incident.tells.iter().map(|tell| tell.topic).collect();
    Outline {
        id: incident.id,
        through: picture.through(),
        internal: incident.internal,
        deciders: incident.deciders().cloned().collect(),
        owed_long_term: long_term(std::iter::once(incident)),
        tells: tells.into_iter().collect(),
    }
}
