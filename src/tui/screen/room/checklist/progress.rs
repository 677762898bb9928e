//! The checklist alone on the screen: tier by tier against its time, and a picture of the calls over time.

use super::totals;
use crate::domain::forecast::Needed;
use crate::domain::incident::Incident;
use crate::domain::outlook::{Outlook, TierOutlook};
use crate::domain::progress::Progress;
use crate::domain::speech::{say, word};
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::{fit, when};
use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Rect;

/// Cells left of the picture: the number a line stands for.
const LABEL: u16 = 6;
/// A target further away than this would press what has happened into a corner.
const NEAR: SignedDuration = SignedDuration::from_hours(3);
/// A target so far off needs no count beside its time.
const FAR: SignedDuration = SignedDuration::from_hours(12);

/// Lines it takes of so many, so that the rows under it stay in sight.
pub fn height(stage: &Stage, width: u16, of: u16) -> u16 {
    let words = words_height(stage) + totals::after(stage, width).len() as u16;
    (words + picture_height(of) + 2).min(of.saturating_sub(3))
}

fn words_height(stage: &Stage) -> u16 {
    4 + stage.board.outlook.tiers.len() as u16
}

/// A third of what there is.
fn picture_height(of: u16) -> u16 {
    (of / 3).clamp(4, 14)
}

pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let mut lines = words(stage, incident);
    let after = totals::after(stage, area.width).into_iter();
    lines.extend(after.map(|line| (line, Role::Plain)));
    for (line, (text, role)) in lines.iter().enumerate().take(area.height as usize) {
        canvas.text(area.x, area.y + line as u16, area.width, text, *role);
    }
    let y = area.y + lines.len() as u16;
    let picture = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    if picture.height > 2 {
        draw_picture(canvas, picture, stage, incident);
    }
}

fn words(stage: &Stage, incident: &Incident) -> Vec<(String, Role)> {
    let (coverage, outlook) = (&stage.board.coverage, &stage.board.outlook);
    let money = match stage.masked {
        true => String::new(),
        false => say!(" ({percent} % of ARR)", percent = coverage.percent()),
    };
    let all = say!(
        " reached {spoken} of {total}{money}, tried {attempted}, not yet {untouched}; {told}",
        spoken = coverage.spoken,
        total = coverage.total,
        money,
        attempted = coverage.attempted,
        untouched = coverage.untouched,
        told = totals::told(stage)
    );
    let mut lines = vec![(all, Role::Strong)];
    lines.push((
        columns([
            word!("tier"),
            word!("reached"),
            word!("target"),
            word!("at this pace"),
        ]),
        Role::Quiet,
    ));
    lines.extend(outlook.tiers.iter().map(|tier| of_tier(stage, outlook, tier)));
    let others = totals::others(incident).map(|others| format!("; {others}"));
    lines.push((
        format!(
            " {}; {}{}{}",
            oldest(stage, outlook),
            pace(stage, outlook),
            calling(outlook),
            others.unwrap_or_default()
        ),
        Role::Plain,
    ));
    lines
}

/// The length of a call is said where somebody is about to deal.
fn pace(stage: &Stage, outlook: &Outlook) -> String {
    match outlook.done_at {
        Some(at) => totals::all_by(outlook, &when::clock(at, stage.now, &stage.setting.zone)),
        None => totals::pace(stage, outlook),
    }
}

fn calling(outlook: &Outlook) -> String {
    match (outlook.callers, outlook.done_at) {
        (_, None) => String::new(),
        (callers, Some(_)) => say!(", {callers} calling", callers),
    }
}

fn oldest(stage: &Stage, outlook: &Outlook) -> String {
    match &outlook.oldest {
        Some(oldest) => say!(
            "waits longest: {oldest}, {lasted}",
            oldest = oldest.name,
            lasted = when::lasted(oldest.since, stage.now)
        ),
        None => word!("every account was tried").to_owned(),
    }
}

/// `strategic 4 of 6 reached, 1 tried  by 12:30, in 8 min   all by 12:28`.
fn of_tier(stage: &Stage, outlook: &Outlook, tier: &TierOutlook) -> (String, Role) {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let counts = say!(
        "{spoken} of {total} reached, {attempted} tried",
        spoken = tier.spoken,
        total = tier.total,
        attempted = tier.attempted
    );
    let far = |by: Timestamp| by.duration_since(stage.now) > FAR;
    let target = match tier.target {
        None => word!("when they write in").to_owned(),
        Some(by) if tier.left == 0 || far(by) => say!("by {clock}", clock = clock(by)),
        Some(by) => say!(
            "by {clock}, {until}",
            clock = clock(by),
            until = when::until(by, stage.now, when::Count::Minutes)
        ),
    };
    let late = |at: Timestamp| tier.target.is_some_and(|by| at > by);
    let calling = outlook.callers > 0;
    let (will, role) = match (tier.needed, tier.done_at) {
        (Some(Needed::Done), _) => (word!("done").to_owned(), Role::Done),
        (Some(_), None) if tier.awake() == 0 => (say!("{asleep} asleep", asleep = tier.asleep), Role::Plain),
        (Some(Needed::TooLate(_)), Some(at)) => {
            (say!("LATE, all by {clock}", clock = clock(at)), Role::Overdue)
        }
        (Some(Needed::TooLate(_)), None) => (word!("LATE").to_owned(), Role::Overdue),
        (Some(Needed::Callers(needed)), Some(at)) if late(at) => (
            say!("{clock}, needs {needed}", clock = clock(at), needed),
            Role::Soon,
        ),
        (Some(Needed::Callers(_)), Some(at)) => (say!("all by {clock}", clock = clock(at)), Role::Plain),
        (Some(Needed::Callers(needed)), None) if !calling => {
            (say!("needs {needed} calling", needed), Role::Soon)
        }
        (Some(Needed::Callers(_)) | None, _) => (String::new(), Role::Plain),
    };
    let line = columns([tier.tier.as_str(), &counts, &target, &will]);
    (line, role)
}

fn columns([tier, counts, target, will]: [&str; 4]) -> String {
    format!(
        " {} {} {} {will}",
        fit::left(tier, 9),
        fit::left(counts, 25),
        fit::left(target, 21)
    )
}

/// From the start to the last target that is near, or as far as it goes by now.
fn until(stage: &Stage, incident: &Incident, progress: &Progress) -> Timestamp {
    let (now, t0) = (stage.now, incident.t0);
    let lasted = now.duration_since(t0);
    let limit = t0.saturating_add(NEAR.max(lasted * 2)).unwrap_or(now);
    let targets = progress.targets.iter().map(|target| target.at);
    let done = stage.board.outlook.done_at;
    let ends = targets.chain(done).filter(|at| *at <= limit);
    let last = ends.max().unwrap_or(now).max(now);
    // The last moment is not on the edge.
    last.saturating_add(last.duration_since(t0) / 12).unwrap_or(last)
}

/// Blocks up to now, what was to be reached beside them, and the times below.
fn draw_picture(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let progress = incident.progress();
    let (from, until) = (incident.t0, until(stage, incident, &progress));
    let rows = area.height - 2;
    let columns = area.width.saturating_sub(LABEL + 1);
    if progress.total == 0 || columns == 0 {
        return;
    }
    let target = if canvas.lines == Lines::Drawn { "◆" } else { "*" };
    let title = say!(
        " accounts spoken with, over time     {target} = how many are to be by then",
        target
    );
    canvas.text(area.x, area.y, area.width, &title, Role::Quiet);
    let place = Rect {
        x: area.x + LABEL,
        y: area.y + 1,
        width: columns,
        height: rows,
    };
    let steps = progress.steps(from, until, columns as usize, stage.now);
    for row in 0..rows {
        let label = match row {
            0 => progress.total.to_string(),
            // The half, where the lines are even enough for one.
            row if rows >= 6 && row == rows / 2 => (progress.total / 2).to_string(),
            row if row + 1 == rows => "0".to_owned(),
            _ => String::new(),
        };
        let edge = if canvas.lines == Lines::Drawn { "│" } else { "|" };
        canvas.text(
            area.x,
            place.y + row,
            LABEL,
            &(fit::right(&label, 5) + edge),
            Role::Quiet,
        );
        let cells: String = steps
            .iter()
            .map(|step| block(canvas.lines, *step, progress.total, rows - 1 - row, rows))
            .collect();
        canvas.text(place.x, place.y + row, place.width, &cells, Role::Done);
    }
    let column = |at: Timestamp| column(at, from, until, columns);
    for goal in progress.targets.iter().filter(|goal| goal.at < until) {
        let line = line_of(goal.count, progress.total, rows);
        canvas.text(
            place.x + column(goal.at),
            place.y + rows - 1 - line,
            1,
            target,
            Role::Soon,
        );
    }
    draw_times(canvas, place, stage, incident, &progress, until);
}

/// The times under the picture: the start, the targets, and now; what would cover another one is left out.
fn draw_times(
    canvas: &mut Canvas,
    place: Rect,
    stage: &Stage,
    incident: &Incident,
    progress: &Progress,
    until: Timestamp,
) {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let mut marks = vec![(
        stage.now,
        say!("now {clock}", clock = clock(stage.now)),
        Role::Strong,
    )];
    marks.extend(
        progress
            .targets
            .iter()
            .filter(|goal| goal.at < until)
            .map(|goal| {
                let words = say!("{count} by {clock}", count = goal.count, clock = clock(goal.at));
                (goal.at, words, Role::Plain)
            }),
    );
    marks.push((incident.t0, clock(incident.t0), Role::Quiet));
    let mut taken: Vec<(u16, u16)> = Vec::new();
    for (at, words, role) in marks {
        let width = fit::width(&words) as u16;
        let wanted = column(at, incident.t0, until, place.width);
        let begin = wanted.min(place.width.saturating_sub(width));
        let end = begin + width;
        if taken.iter().all(|(from, to)| end + 1 < *from || *to + 1 < begin) {
            canvas.text(place.x + begin, place.y + place.height, width, &words, role);
            taken.push((begin, end));
        }
    }
}

/// Which column a moment is in.
fn column(at: Timestamp, from: Timestamp, until: Timestamp, columns: u16) -> u16 {
    let all = until.duration_since(from).as_secs().max(1);
    let part = at.duration_since(from).as_secs().clamp(0, all);
    let column = part.saturating_mul(i64::from(columns)) / all;
    u16::try_from(column)
        .unwrap_or(columns)
        .min(columns.saturating_sub(1))
}

/// Which line from below a number stands on.
fn line_of(count: usize, total: usize, rows: u16) -> u16 {
    let line = count.saturating_mul(rows as usize).div_ceil(total.max(1));
    (line as u16).clamp(1, rows) - 1
}

/// What stands in one cell: filled as far as the number reaches, to an eighth of a line.
fn block(lines: Lines, step: Option<usize>, total: usize, line: u16, rows: u16) -> char {
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let Some(count) = step else { return ' ' };
    let filled = count.saturating_mul(rows as usize * 8) / total.max(1);
    let here = filled.saturating_sub(line as usize * 8).min(8);
    match (lines, here) {
        (Lines::Drawn, here) => EIGHTHS[here],
        (Lines::Ascii, 4..) => '#',
        (Lines::Ascii, _) => ' ',
    }
}
