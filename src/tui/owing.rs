//! What every incident owes, worked out once when the picture changes: closed ones are many, and go on owing.

use crate::domain::due::{Due, owed};
use crate::domain::ids::{IncidentId, Seq};
use crate::domain::picture::Picture;
use std::sync::Arc;

/// Cheap to hand on while nothing has been recorded.
#[derive(Clone, Debug, Default)]
pub struct Owing {
    /// Over all incidents, the soonest first.
    pub dues: Arc<Vec<(IncidentId, Due)>>,
    /// How much of it is owed long after its incident.
    pub long_term: usize,
    /// The last event the hub has confirmed, and the last one shown.
    through: Option<(Seq, Seq)>,
}

impl Owing {
    /// As it stands in the picture shown, which is the confirmed one and what is on its way.
    pub fn at(&self, confirmed: &Picture, shown: &Picture) -> Owing {
        let through = Some((confirmed.through(), shown.through()));
        if self.through == through {
            return self.clone();
        }
        let all = shown.incidents();
        let mut dues: Vec<(IncidentId, Due)> = all
            .flat_map(|incident| owed(incident).into_iter().map(|due| (incident.id, due)))
            .collect();
        dues.sort_by_key(|(id, due)| (due.at, *id));
        Owing {
            long_term: dues.iter().filter(|(_, due)| due.long_term).count(),
            dues: Arc::new(dues),
            through,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;

    #[test]
    fn it_is_worked_out_again_only_when_something_was_recorded() {
        let mut room = Room::reporting();
        let before = Owing::default().at(&room.picture, &room.picture);
        assert_eq!(before.dues.len(), owed(room.here()).len());
        let same = before.at(&room.picture, &room.picture);
        assert!(Arc::ptr_eq(&before.dues, &same.dues));
        room.does(
            "omar",
            command(
                "ask_question",
                serde_json::json!({ "to": "tech_lead", "question": "why?" }),
            ),
        );
        let after = same.at(&room.picture, &room.picture);
        assert_eq!(after.dues.len(), before.dues.len() + 1);
    }
}
