//! The line of the four lanes of the procedure: support told, status page, calls, CEO.

use crate::domain::due::{DueState, Kind};
use crate::domain::lanes::Lane;
use crate::domain::speech::{say, word};
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
    let all = |how: How| {
        let page = match (&lanes.page, &age) {
            (Lane::Done { minutes, .. }, Some(age)) => (page_text(age, *minutes, how.page), aged_role(age)),
            (lane_of_page, _) => {
                let short = match how.page {
                    Page::Bare => word!("Page"),
                    Page::Whole | Page::Numbered | Page::Next | Page::Short => word!("Status page"),
                };
                lane(
                    [word!("Status page"), word!("Status page"), short],
                    how,
                    lane_of_page,
                    stage,
                )
            }
        };
        [
            lane(
                [word!("Support told"), word!("Tell support"), word!("Support")],
                how,
                &lanes.support,
                stage,
            ),
            page,
            lane([word!("Calls"); 3], how, &lanes.calls, stage),
            lane(
                [word!("CEO told"), word!("Tell CEO"), word!("CEO")],
                how,
                &lanes.ceo,
                stage,
            ),
        ]
    };
    let fits = |parts: &[(String, Role); 4]| {
        let cells: usize = parts.iter().map(|(text, _)| fit::width(text) + 3).sum();
        // A space before the first, and a bar before the others.
        cells <= area.width as usize + 2
    };
    // The age of the page's text is worth more than who told whom.
    let ways = [
        (Told::Whole, Page::Whole),
        (Told::Minutes, Page::Whole),
        (Told::After, Page::Whole),
        (Told::After, Page::Numbered),
        (Told::After, Page::Next),
        (Told::After, Page::Short),
        (Told::Only, Page::Short),
        (Told::Bare, Page::Short),
        (Told::Only, Page::Bare),
    ];
    let mut ways = ways.map(|(told, page)| all(How { told, page })).into_iter();
    // A lane that is cut would be late by its colour alone: who did what is done gives way to it.
    let parts = ways.find(fits).unwrap_or_else(|| {
        all(How {
            told: Told::Bare,
            page: Page::Bare,
        })
    });
    let mut spans: Vec<(&str, Role)> = vec![(" ", Role::Plain)];
    for (at, (text, role)) in parts.iter().enumerate() {
        if at > 0 {
            spans.push((bar, Role::Rule));
        }
        spans.push((text, *role));
    }
    canvas.bold(area.x, area.y, area.width, &spans);
}

/// How much is said.
#[derive(Clone, Copy)]
struct How {
    told: Told,
    page: Page,
}

/// Of a lane that is done.
#[derive(Clone, Copy)]
enum Told {
    /// `Support told +2 min (pat)`
    Whole,
    /// `Support told +2 min`
    Minutes,
    /// `Support told +2`
    After,
    /// `Support told`
    Only,
    /// `Support +2`
    Bare,
}

/// Of the text on the page.
#[derive(Clone, Copy)]
enum Page {
    /// `Status page text 2, 3 min ago, next in 7 min`
    Whole,
    /// `Status page text 2, next in 7 min`
    Numbered,
    /// `Status page next in 7 min`
    Next,
    /// `Status page in 7 min`
    Short,
    /// `Page +7`, `Page LATE`
    Bare,
}

fn page_text(age: &PageAge, minutes: i64, how: Page) -> String {
    let next = match age.allowed - age.minutes {
        left @ 1.. => say!("in {left} min", left),
        0 => word!("NOW").to_owned(),
        late => say!("{late} min LATE", late = -late),
    };
    match how {
        Page::Whole => say!(
            "Status page text {number}, {minutes} min ago, next {next}",
            number = age.number,
            minutes = age.minutes,
            next
        ),
        Page::Numbered => say!(
            "Status page text {number}, next {next}",
            number = age.number,
            next
        ),
        Page::Next => say!("Status page next {next}", next),
        Page::Short => say!("Status page {next}", next),
        Page::Bare if age.minutes >= age.allowed => word!("Page LATE").to_owned(),
        Page::Bare => say!("Page {after_start}", after_start = when::after_start(minutes)),
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

/// `names`: once it is done, while it is not, and in short.
fn lane(names: [&str; 3], how: How, lane: &Lane, stage: &Stage) -> (String, Role) {
    let [done, open, short] = names;
    let open = match how.told {
        Told::Bare => short,
        Told::Whole | Told::Minutes | Told::After | Told::Only => open,
    };
    match lane {
        Lane::Done { minutes, who } => {
            let since = when::after_start(*minutes);
            let said = match how.told {
                Told::Whole => say!("{done} {since} min ({who})", done, since, who),
                Told::Minutes => say!("{done} {since} min", done, since),
                Told::After => format!("{done} {since}"),
                Told::Only => done.to_owned(),
                Told::Bare => format!("{open} {since}"),
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
            let until = when::until(*due, stage.now, count);
            (format!("{open} {until}"), role)
        }
        Lane::Skipped => (say!("{short}: skipped", short), Role::Plain),
        // Nobody is known to be affected yet, which is not the same as done.
        Lane::Count { total: 0, .. } => (say!("{open}: 0 on the list", open), Role::Plain),
        // Whoever walks up wants to know how many have not heard; the others need nothing now.
        Lane::Count { done, total } if done == total => {
            (say!("{open}: all {total} heard", open, total), Role::Done)
        }
        Lane::Count { done, total } => {
            let due = stage
                .board
                .dues
                .iter()
                .filter(|due| matches!(due.kind, Kind::FirstCalls(_)));
            let late = due.map(|due| due.state(stage.now)).max() == Some(DueState::Overdue);
            let role = if late { Role::Overdue } else { Role::Soon };
            (
                say!("{total2} of {total} NOT HEARD", total2 = total - done, total),
                role,
            )
        }
        Lane::Absent => (say!("{short}: not asked for", short), Role::Plain),
    }
}
