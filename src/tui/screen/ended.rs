//! Which end of a call stands chosen when the form for it opens: the likely one, and none where an Enter too many would
//! record a call that nobody made.

use crate::domain::ids::AccountId;
use crate::domain::outreach::Disposition;
use crate::domain::timeline::What;
use crate::tui::stage::Stage;
use jiff::SignedDuration;

/// Whoever drums on the keys that recorded a call is not asked about the next one for so long, by the clock on the wall.
const DRUMS: f64 = 20.0;

/// Reached, unless whoever looks has only just recorded a call and began none with this account.
pub fn at_first(account: &AccountId, stage: &Stage) -> Option<Disposition> {
    let reached = Some(Disposition::ReachedDecisionMaker);
    (began(account, stage) || !just_recorded(stage)).then_some(reached)?
}

/// They said before that this call is theirs.
fn began(account: &AccountId, stage: &Stage) -> bool {
    let me = &stage.me().name;
    let claim = stage.picture().claims.on(account);
    let row = stage.incident().and_then(|incident| incident.rows.get(account));
    let calls = row.and_then(|row| row.on_the_phone());
    let called = row.and_then(|row| row.on_the_line());
    claim.is_some_and(|claim| claim.holder == *me)
        || calls.is_some_and(|call| call.by == *me)
        || called.is_some_and(|call| call.by == *me)
}

fn just_recorded(stage: &Stage) -> bool {
    let me = &stage.me().name;
    let Some(incident) = stage.incident() else {
        return false;
    };
    let mut lines = incident.timeline.iter().rev();
    let last = lines.find(|line| line.what == What::Call && line.by == *me && line.withdrawn.is_none());
    // A demo runs faster than fingers.
    let drums = SignedDuration::from_secs_f64(DRUMS * stage.rate.max(1.0));
    last.is_some_and(|last| stage.now.duration_since(last.at) <= drums)
}
