//! What a person can ask of a screen, whichever key or line of the menu says it.

/// What a key asks for. What it comes to depends on the pane and on what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    NextPane,
    PrevPane,
    Accounts,
    Clock,
    Checklist,
    Timeline,
    Result,
    Claim,
    Note,
    Inform,
    Undo,
    Inbound,
    Others,
    Pin,
    Moment,
    Unreached,
    Duty,
    HandOver,
    Brief,
    Page,
    Words,
    Waits,
    Plan,
    Reports,
    Finding,
    Expert,
    Mitigate,
    Resolve,
    Reopen,
    Severity,
    Start,
    Playbook,
    MoveAlert,
    Merge,
    Split,
    Close,
    Owed,
    Asks,
    Assign,
    Deal,
    LeaveCalls,
    Stops,
    Executives,
    Recovery,
    Break,
    Debrief,
    Topics,
    Routine,
    Filter,
    Order,
    Zoom,
    Incidents,
    Declare,
    Mask,
    Who,
    Copy,
    /// What this screen has said so far.
    Vendors,
    Log,
    Menu,
    Help,
    Redraw,
    Suspend,
    Quit,
}

impl Action {
    /// As the configuration calls it: `next_pane`. Whoever renames one here breaks what people have written.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }
}
