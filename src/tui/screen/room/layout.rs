//! Where the panes of the Room stand, by the size of the terminal.

use super::{Pane, Room, checklist, clock};
use crate::tui::stage::Stage;
use ratatui::layout::Rect;

/// Lines above the panes, and below them.
pub const HEADER: u16 = 4;
pub const FOOTER: u16 = 2;

/// Where each pane stands; the first line of each is its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    pub accounts: Rect,
    pub clock: Rect,
    pub checklist: Rect,
    pub timeline: Rect,
}

/// How much a terminal of this size can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// One line.
    Line,
    /// One pane and the header.
    Narrow,
    /// All four panes.
    Normal,
    /// All four, with more in each.
    Wide,
    /// All four, with whole sentences in each.
    Huge,
}

/// Lines a call sheet has to have, and the timeline whose place it takes on a large screen.
const CARD: u16 = 18;
const CARD_WIDTH: u16 = 120;

/// From this width and height on there is room for a pane, and for what is open over it.
pub const LEAST: (u16, u16) = (60, 15);

pub fn tier(width: u16, height: u16) -> Tier {
    match (width, height) {
        _ if width < LEAST.0 || height < LEAST.1 => Tier::Line,
        (..80, _) | (_, ..24) => Tier::Narrow,
        (180.., 48..) => Tier::Huge,
        (120.., 36..) => Tier::Wide,
        _ => Tier::Normal,
    }
}

/// The panes in the body of the screen; one alone when it is zoomed or there is room for one only.
pub fn panes(room: &Room, stage: &Stage, body: Rect, tier: Tier) -> Panes {
    if room.zoom || tier <= Tier::Narrow {
        return alone(room.pane, body);
    }
    match tier {
        Tier::Line | Tier::Narrow | Tier::Normal => two_columns(body, 31, 6, 6),
        Tier::Wide => two_columns(body, 50, 9, 11),
        // Whole sentences in the timeline are worth more to a room of people than a third column; what a short call list
        // leaves free is the timeline's.
        Tier::Huge => {
            let list = u16::try_from(stage.board.list.len()).unwrap_or(u16::MAX);
            let above = list.saturating_add(1).max(30).min(body.height - CARD);
            two_columns(body, 95, above / 2, body.height - above)
        }
    }
}

/// Where a call sheet lies on a large screen: at the left of the timeline, under the list of accounts.
pub fn card(panes: Panes) -> Rect {
    let width = CARD_WIDTH.min(panes.timeline.width);
    Rect {
        width,
        ..panes.timeline
    }
}

/// The panes beside it: the timeline has the rest of its lines.
pub fn beside_card(panes: Panes) -> Panes {
    let card = card(panes);
    Panes {
        timeline: Rect {
            x: card.right(),
            width: panes.timeline.width - card.width,
            ..panes.timeline
        },
        ..panes
    }
}

fn alone(pane: Pane, body: Rect) -> Panes {
    let mut panes = Panes::default();
    match pane {
        Pane::Next | Pane::Accounts => panes.accounts = body,
        Pane::Clock => panes.clock = body,
        Pane::Checklist => panes.checklist = body,
        Pane::Timeline => panes.timeline = body,
    }
    panes
}

/// Accounts on the left, clock over checklist on the right of it, the timeline under all.
fn two_columns(body: Rect, right: u16, checklist: u16, timeline: u16) -> Panes {
    let above = body.height - timeline;
    let left = body.width - right - 1;
    let column = body.x + left + 1;
    Panes {
        accounts: Rect {
            x: body.x,
            y: body.y,
            width: left,
            height: above,
        },
        clock: Rect {
            x: column,
            y: body.y,
            width: right,
            height: above - checklist,
        },
        checklist: Rect {
            x: column,
            y: body.y + above - checklist,
            width: right,
            height: checklist,
        },
        timeline: Rect {
            x: body.x,
            y: body.y + above,
            width: body.width,
            height: timeline,
        },
    }
}

/// The body between header and footer.
pub fn body(screen: Rect) -> Rect {
    Rect {
        x: screen.x,
        y: screen.y + HEADER.min(screen.height),
        width: screen.width,
        height: screen.height.saturating_sub(HEADER + FOOTER),
    }
}

/// How many rows of each pane are in view.
#[derive(Clone, Copy, Debug)]
pub struct Heights {
    pub accounts: usize,
    pub clock: usize,
    pub checklist: usize,
    pub timeline: usize,
}

pub fn heights(room: &Room, stage: &Stage) -> Heights {
    let screen = Rect {
        x: 0,
        y: 0,
        width: stage.width,
        height: stage.height,
    };
    let panes = panes(room, stage, body(screen), tier(stage.width, stage.height));
    // The first line of a pane is its title.
    let rows = |area: Rect| area.height.saturating_sub(1) as usize;
    Heights {
        accounts: rows(panes.accounts),
        clock: rows(panes.clock).saturating_sub(clock::above(panes.clock, stage) as usize),
        checklist: rows(panes.checklist)
            .saturating_sub(checklist::totals(panes.checklist, room, stage) as usize),
        timeline: rows(panes.timeline),
    }
}

/// What PgUp and PgDn move by.
pub fn page(room: &Room, stage: &Stage) -> usize {
    let heights = heights(room, stage);
    let rows = match room.pane {
        Pane::Next | Pane::Accounts => heights.accounts,
        Pane::Clock => heights.clock,
        Pane::Checklist => heights.checklist,
        Pane::Timeline => heights.timeline,
    };
    rows.saturating_sub(1).max(1)
}
