//! The line of the four lanes of the procedure: support told, status page, calls, CEO.

use crate::domain::due::DueState;
use crate::domain::lanes::Lane;
use crate::domain::words::PageAge;
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use ratatui::layout::Rect;

/// The four lanes of the procedure side by side, in short words where there is no room for all of them.
pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    let Some(lanes) = &stage.board.lanes else { return };
    let bar = match canvas.lines {
        Lines::Drawn => " │ ",
        Lines::Ascii => " | ",
    };
    let age = stage.incident().and_then(|incident| incident.page_age(stage.now));
    let all = |support: Words, page: Words, aged: Option<Aged>| {
        let page = match (&lanes.page, age.zip(aged)) {
            (Lane::Done { who, .. }, Some((age, Aged::Whole))) => (
                format!(
                    "{} {who}, {} min ago, {}",
                    page.done,
                    age.minutes,
                    next_text(&age)
                ),
                aged_role(&age),
            ),
            (Lane::Done { who, .. }, Some((age, Aged::Next))) => (
                format!("{} {who}, {}", page.done, next_text(&age)),
                aged_role(&age),
            ),
            (Lane::Done { .. }, Some((age, Aged::Short))) => {
                (format!("{} {}", page.done, next_text(&age)), aged_role(&age))
            }
            (lane_of_page, _) => lane(page, lane_of_page, stage),
        };
        let ceo = Words {
            done: "CEO told",
            open: "CEO",
            who: support.who,
        };
        [
            lane(support, &lanes.support, stage),
            page,
            lane(Words::short("Calls"), &lanes.calls, stage),
            lane(ceo, &lanes.ceo, stage),
        ]
    };
    let full = |aged| {
        all(
            Words {
                done: "Support told",
                open: "Support: nobody,",
                who: true,
            },
            Words {
                done: "Status page",
                open: "Status page: nobody,",
                who: true,
            },
            aged,
        )
    };
    let short = |aged| all(Words::short("Support"), Words::short("Page"), aged);
    let bare = || all(Words::bare("Support"), Words::bare("Page"), None);
    let fits = |parts: &[(String, Role); 4]| {
        let cells: usize = parts.iter().map(|(text, _)| fit::width(text) + 3).sum();
        // A space before the first, and a bar before the others.
        cells <= area.width as usize + 2
    };
    // The age of the page's text is worth more than long names.
    let ways = [
        full(Some(Aged::Whole)),
        short(Some(Aged::Whole)),
        short(Some(Aged::Next)),
        short(Some(Aged::Short)),
        full(None),
        short(None),
    ];
    // A lane that is cut would be late by its colour alone: who did what is done gives way to it.
    let parts = ways.into_iter().find(fits).unwrap_or_else(bare);
    let mut spans: Vec<(&str, Role)> = vec![(" ", Role::Plain)];
    for (at, (text, role)) in parts.iter().enumerate() {
        if at > 0 {
            spans.push((bar, Role::Rule));
        }
        spans.push((text, *role));
    }
    canvas.bold(area.x, area.y, area.width, &spans);
}

/// How much of the age of the page's text is said.
#[derive(Clone, Copy)]
enum Aged {
    Whole,
    /// When the next text is due, and which one is live.
    Next,
    /// When the next text is due.
    Short,
}

/// When the page has to speak again.
fn next_text(age: &PageAge) -> String {
    match age.allowed - age.minutes {
        left @ 1.. => format!("next in {left} min"),
        0 => "next NOW".to_owned(),
        late => format!("next {} min LATE", -late),
    }
}

/// A text that is older than it may be is no lane that is done.
fn aged_role(age: &PageAge) -> Role {
    match age.minutes {
        minutes if minutes >= age.allowed => Role::Overdue,
        minutes if minutes * 5 >= age.allowed * 4 => Role::Soon,
        _ => Role::Done,
    }
}

/// How a lane is named once it is done, and while it is not.
#[derive(Clone, Copy)]
struct Words {
    done: &'static str,
    open: &'static str,
    /// Whether there is room for who did it.
    who: bool,
}

impl Words {
    fn short(name: &'static str) -> Self {
        Words {
            done: name,
            open: name,
            who: true,
        }
    }

    fn bare(name: &'static str) -> Self {
        Words {
            who: false,
            ..Words::short(name)
        }
    }
}

fn lane(words: Words, lane: &Lane, stage: &Stage) -> (String, Role) {
    let name = words.done;
    match lane {
        Lane::Done { minutes, who } => {
            let since = when::after_start(*minutes);
            let said = match words.who {
                true => format!("{name} {since} {who}"),
                false => format!("{name} {since}"),
            };
            (said, Role::Done)
        }
        Lane::Open { due, late } => {
            let counting = stage.board.counting().is_some_and(|next| next.at == *due);
            let count = stage.count(counting, *due);
            let same = stage.board.dues.iter().find(|other| other.at == *due);
            let role = match same.map(|due| due.state(stage.now)) {
                _ if *late => Role::Overdue,
                Some(DueState::Soon) => Role::Soon,
                Some(DueState::Waiting | DueState::Overdue) | None => Role::Plain,
            };
            (
                format!("{} {}", words.open, when::until(*due, stage.now, count)),
                role,
            )
        }
        Lane::Skipped => (format!("{name}: skipped"), Role::Plain),
        // Nobody is known to be affected yet, which is not the same as done.
        Lane::Count { total: 0, .. } => (format!("{name}: 0 on the list"), Role::Plain),
        // Whoever walks up wants to know how many have not heard; the others need nothing now.
        Lane::Count { done, total } if done == total => (format!("{name}: all {total} heard"), Role::Done),
        Lane::Count { done, total } => (format!("{} of {total} NOT HEARD", total - done), Role::Strong),
        Lane::Absent => (format!("{name}: not asked for"), Role::Plain),
    }
}
