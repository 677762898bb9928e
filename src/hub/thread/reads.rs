//! What the writer's thread answers from what is recorded.

use super::Desk;
use crate::domain::alerts::Sighting;
use crate::domain::ids::{IncidentId, SourceName, SubmissionId};
use crate::hub::answer::{Answer, again};
use crate::hub::catalogue::View;
use crate::hub::feed::{Read, Wanted};
use crate::hub::mask::{Told, without_money};
use crate::store::StoreError;
use crate::store::chain::Head;
use crate::wire::Mark;
use crate::wire::status::{incident_status, status};

/// Bytes that are read of the older log for one answer, but for the line that goes beyond.
const OLDER: usize = 48 << 10;
/// Lines, of which most are a few hundred bytes long.
const OLDER_LINES: usize = 200;

impl Desk {
    pub(super) fn before(
        &mut self,
        id: SubmissionId,
        body_hash: &[u8; 32],
    ) -> Result<Option<Answer>, String> {
        let stored = self.writer.store().answered(id);
        let stored = stored.map_err(|error| error.to_string())?;
        let same = stored.filter(|before| before.body_hash == *body_hash);
        Ok(same.map(|before| again(before, body_hash, id)))
    }

    pub(super) fn firing(&self, source: &SourceName) -> Vec<Sighting> {
        let alerts = self.writer.picture().alerts.values();
        let firing = alerts.filter(|alert| alert.firing && alert.source == *source);
        firing.map(|alert| alert.sighting.clone()).collect()
    }

    pub(super) fn status(&mut self, incident: Option<IncidentId>, view: View) -> Option<String> {
        let told = self.told(incident, view);
        match self.writer.made_whole() {
            true => self.told(incident, view),
            false => told,
        }
    }

    fn told(&self, incident: Option<IncidentId>, view: View) -> Option<String> {
        let (picture, now) = (self.writer.picture(), self.clock.now().max(self.writer.last_at()));
        let written = match incident {
            None => serde_json::to_string(&status(picture, now, true)),
            Some(id) => serde_json::to_string(&incident_status(picture, picture.incident(id)?, now)),
        };
        // Cannot fail: the maps of a status have text for keys.
        let whole = written.expect("a status is JSON");
        Some(match view {
            View::Whole => whole,
            View::Masked => without_money(&whole).unwrap_or(whole),
        })
    }

    /// Reads as many lines as an answer may have; with an incident wanted, the rest is for the next question.
    pub(super) fn older(&mut self, wanted: Wanted) -> Result<Read, String> {
        let store = self.writer.store();
        let mut read = || {
            let hash = store.hash_at(wanted.after)?;
            let seq = wanted.after;
            if wanted.knows_another(Mark::from(&hash)) {
                return Ok(Read::Another);
            }
            let mut lines = store.events(wanted.after, wanted.limit.min(OLDER_LINES))?;
            let mut bytes = 0;
            let enough = lines.iter().position(|line| {
                bytes += line.json.len();
                bytes > OLDER
            });
            lines.truncate(enough.map_or(OLDER_LINES, |at| at + 1));
            let mut batch = wanted.of(Told::all(&mut Head { seq, hash }, lines));
            batch.more = batch.through < store.head();
            Ok(Read::News(batch))
        };
        read().map_err(|error: StoreError| error.to_string())
    }
}
