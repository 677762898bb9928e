//! What the room's loop hears, from wherever it comes.

use crate::client::time::HubTime;
use crate::tui::msg::Msg;

#[derive(Debug)]
pub enum Heard {
    Msg(Msg),
    Time(HubTime),
    InputLost(String),
    /// Somebody wants the job stopped, as with Ctrl-Z.
    Stop,
    /// A signal, or the terminal is gone: leave with this status.
    End(u8),
}
