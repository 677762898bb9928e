//! What a screen wants done: data, performed by the floor above.

use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId, Seq, SubmissionId};
use crate::domain::reports::ReportId;
use crate::domain::text::CleanText;
use crate::tui::alarm::Overdue;
use crate::tui::drafts::Kept;
use jiff::Timestamp;

#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Give it an id, tell this screen with `Msg::Submitted`, and send it to the hub.
    Submit {
        incident: Option<IncidentId>,
        said_at: Option<Timestamp>,
        command: Box<Command>,
    },
    /// Ask the hub for the people of an account.
    FetchCard(AccountId),
    /// Ask the hub who has this name, address or number.
    Find(String),
    /// Ask the hub which playbooks it has.
    FetchPlaybooks,
    /// Ask the hub how its vendors do.
    FetchVendors,
    /// What this screen shows, for the others.
    LookingAt(Option<AccountId>),
    /// Hand a report's words to somebody's own editor, which has the terminal meanwhile.
    Edit {
        incident: IncidentId,
        report: ReportId,
        /// The draft they began from.
        on: Option<Seq>,
        text: String,
    },
    /// What was typed and not sent, all of it: it outlives this program.
    KeepDrafts(Vec<Kept>),
    /// Somebody has read that these were refused.
    Seen(Vec<SubmissionId>),
    /// Somebody has to look here at once.
    Bell,
    /// These have newly become overdue.
    Overdue(Vec<Overdue>),
    /// Hand this text to the clipboard of whoever sits at the terminal.
    Copy(CleanText),
    /// Write these as the settings of whoever looks, who has none yet, and begin again with them.
    Configure(String),
    /// Draw everything again.
    Redraw,
    /// Ctrl-Z: back to the shell until it says to go on.
    Suspend,
    Quit,
}
