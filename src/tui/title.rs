//! The title of the window: what is broken and for how long, for whoever has the room behind another window.

use super::msg::Liveness;
use super::stage::Stage;
use super::wall::safe;
use super::words::{fit, when};
use crate::domain::incident::Internal;
use crate::domain::speech::word;
use crate::domain::text::Clean;

/// The longest title of an incident in it, in cells.
const LONGEST: usize = 48;

/// It says when it is old, as the screen does; no number and no money is ever in it.
pub fn title(stage: &Stage) -> Clean {
    let live = match &stage.liveness {
        Liveness::Live => "",
        Liveness::Connecting { .. } => word!("CONNECTING "),
        Liveness::Stale { .. } => word!("STALE "),
        Liveness::Offline { .. } => word!("OFFLINE "),
    };
    let Some(incident) = stage.incident() else {
        return Clean::from(format!("{live}warroom"));
    };
    let severity = incident.severity.as_str().to_uppercase();
    let name = fit::cut(&safe::text(&incident.title), LONGEST);
    let stands = match incident.internal {
        Internal::Open => when::lasted(incident.t0, stage.now),
        Internal::Mitigated | Internal::Resolved | Internal::Closed => incident.internal.as_str().to_owned(),
    };
    Clean::from(format!("{live}{severity} {name} {stands}"))
}
