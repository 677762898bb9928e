//! The totals over the checklist: how many have heard from us, by count and by money, and when all will have.

use crate::domain::incident::Incident;
use crate::domain::outlook::Outlook;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::{fit, when};
use ratatui::layout::Rect;

/// Lines that are always there.
pub const LINES: u16 = 5;
/// Lines the recovery may take in a narrow pane.
const RECOVERY: usize = 2;

/// Lines taken where there is room, in so many cells.
pub fn height(stage: &Stage, width: u16) -> u16 {
    LINES + after(stage, width).len() as u16
}

/// Once it is mitigated: what they have and what they still want; and what that costs, for whoever decides on it.
pub fn after(stage: &Stage, width: u16) -> Vec<String> {
    let cells = (width as usize).saturating_sub(1);
    let wrapped = |text: String| fit::wrap(&text, cells).into_iter().take(RECOVERY);
    let recovery = stage.board.recovery.as_ref();
    let recovery = recovery.map(|line| format!("recovery: {line}"));
    let money = exposure(stage).map(|sums| format!("credits: {sums}"));
    let lines = recovery.into_iter().chain(money).flat_map(wrapped);
    lines.map(|line| format!(" {line}")).collect()
}

fn exposure(stage: &Stage) -> Option<&String> {
    let may = stage.incident()?.sees_exposure(stage.me()) && !stage.masked;
    stage.board.exposure.as_ref().filter(|_| may)
}

pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let coverage = &stage.board.coverage;
    let heard = match coverage.total - coverage.spoken {
        _ if stage.board.list.is_empty() => (" no account: name a component".to_owned(), Role::Strong),
        _ if coverage.total == 0 => (" none on the list is to be called".to_owned(), Role::Plain),
        0 => (" all have heard from us".to_owned(), Role::Done),
        rest => (format!(" {rest} have NOT HEARD from us"), Role::Strong),
    };
    let counts = format!(
        " reached {} tried {} not yet {}",
        coverage.spoken, coverage.attempted, coverage.untouched
    );
    let share = by_money(stage);
    let cells = (area.width as usize).saturating_sub(24).clamp(4, 30);
    let bar = canvas.bar(cells, share);
    let money = match stage.masked {
        true => format!(" {bar}"),
        false => format!(" {bar} {:.0} % of ARR reached", share * 100.0),
    };
    let last = others(incident).map_or_else(|| format!(" {}", told(stage)), |others| format!(" {others}"));
    let mut lines = vec![heard, (counts, Role::Plain)];
    lines.extend(
        after(stage, area.width)
            .into_iter()
            .map(|line| (line, Role::Plain)),
    );
    lines.extend([
        (money, Role::Plain),
        (format!(" {}", pace(stage, &stage.board.outlook)), Role::Plain),
        (last, Role::Plain),
    ]);
    for (line, (text, role)) in lines.iter().enumerate().take(area.height as usize) {
        canvas.text(area.x, area.y + line as u16, area.width, text, *role);
    }
}

/// How much of the revenue has been spoken with, from 0 to 1.
pub fn by_money(stage: &Stage) -> f64 {
    let coverage = &stage.board.coverage;
    match coverage.arr.0 {
        0 => 0.0,
        all => coverage.arr_spoken.0 as f64 / all as f64,
    }
}

/// The customers that are no key accounts, once anything is known of them.
pub fn others(incident: &Incident) -> Option<String> {
    incident.others_line()
}

pub fn told(stage: &Stage) -> String {
    let coverage = &stage.board.coverage;
    match coverage.stale {
        0 => format!("settled {}", coverage.settled),
        stale => format!("{stale} to tell again, settled {}", coverage.settled),
    }
}

/// When all are reached; not those where it is night.
pub fn all_by(outlook: &Outlook, at: &str) -> String {
    match outlook.asleep {
        0 => format!("all by {at}"),
        asleep => format!("all awake by {at}, {asleep} asleep"),
    }
}

/// When everyone will have been spoken with, and how sure that is.
pub fn pace(stage: &Stage, outlook: &Outlook) -> String {
    let coverage = &stage.board.coverage;
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    match outlook.done_at {
        Some(at) if outlook.asleep > 0 => all_by(outlook, &clock(at)),
        Some(at) if outlook.pace.measured => format!("at this pace {}", all_by(outlook, &clock(at))),
        Some(at) => format!(
            "{} at {} each",
            all_by(outlook, &clock(at)),
            when::rough(outlook.pace.each.as_secs())
        ),
        None if outlook.asleep > 0 && outlook.callers > 0 => format!("left: {} asleep", outlook.asleep),
        None if coverage.total == 0 => "pace: nobody to call".to_owned(),
        None if coverage.total == coverage.spoken => "nobody is left to call".to_owned(),
        None => "nobody is calling now".to_owned(),
    }
}
