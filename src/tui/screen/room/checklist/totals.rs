//! The totals over the checklist: how many have heard from us, by count and by money, and when all will have.

use crate::domain::incident::Incident;
use crate::domain::outlook::Outlook;
use crate::domain::speech::{say, word};
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::drawing::coverage as drawn;
use crate::tui::drawing::spark::spark;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::{fit, when};
use ratatui::layout::Rect;

/// Lines that are always there.
pub const LINES: u16 = 5;
/// From this width on there is a line more, for the calls that reached somebody.
const WIDE: u16 = 44;
/// A longer bar says no more.
const BAR: usize = 48;
/// Lines the recovery may take in a narrow pane.
const RECOVERY: usize = 2;

/// Lines taken where there is room, in so many cells.
pub fn height(stage: &Stage, width: u16) -> u16 {
    LINES + u16::from(width >= WIDE) + after(stage, width).len() as u16
}

/// Once it is mitigated: what they have and what they still want; and what that costs, for whoever decides on it.
pub fn after(stage: &Stage, width: u16) -> Vec<String> {
    let cells = (width as usize).saturating_sub(1);
    let wrapped = |text: String| fit::wrap(&text, cells).into_iter().take(RECOVERY);
    let recovery = stage.board.recovery.as_ref();
    let recovery = recovery.map(|line| say!("recovery: {line}", line));
    let money = exposure(stage).map(|sums| say!("credits: {sums}", sums));
    let lines = recovery.into_iter().chain(money).flat_map(wrapped);
    lines.map(|line| format!(" {line}")).collect()
}

fn exposure(stage: &Stage) -> Option<&String> {
    let may = stage.incident()?.sees_exposure(stage.me()) && !stage.masked;
    stage.board.exposure.as_ref().filter(|_| may)
}

pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let mut lines = vec![counts(stage, canvas.lines, area.width)];
    let more = after(stage, area.width).into_iter();
    lines.extend(more.map(|line| vec![(line, Role::Plain)]));
    lines.push(bar(stage, canvas.lines, area.width));
    lines.extend(calls(stage, canvas.lines, area.width));
    lines.push(vec![(
        format!(" {}", pace(stage, &stage.board.outlook)),
        Role::Plain,
    )]);
    let last = others(incident).unwrap_or_else(|| told(stage));
    let last = fit::pieces(&last, (area.width as usize).saturating_sub(1));
    lines.push(vec![(format!(" {last}"), Role::Plain)]);
    for (line, parts) in lines.iter().enumerate().take(area.height as usize) {
        let parts: Vec<(&str, Role)> = parts.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        canvas.spans(area.x, area.y + line as u16, area.width, &parts);
    }
}

/// A line of several roles.
type Parts = Vec<(String, Role)>;

/// The three counts that add up to all; where there is room each beside its part of the bar.
fn counts(stage: &Stage, lines: Lines, width: u16) -> Parts {
    let coverage = &stage.board.coverage;
    let whole = |text: &str, role| vec![(format!(" {text}"), role)];
    match coverage.total - coverage.spoken {
        _ if stage.board.list.is_empty() => {
            return whole(word!("no account: name a component"), Role::Strong);
        }
        _ if coverage.total == 0 => return whole(word!("none on the list is to be called"), Role::Plain),
        0 => {
            return whole(
                &say!("all {total} have heard from us", total = coverage.total),
                Role::Done,
            );
        }
        _ => {}
    }
    let counted = [
        (word!("reached"), coverage.spoken),
        (word!("tried"), coverage.attempted),
        (word!("not yet"), coverage.untouched),
    ];
    for marked in [true, false] {
        let counted = counted.iter().zip(drawn::fillings(lines));
        // Where there is no room for the marks the words have their colours.
        let parts = counted.flat_map(|((word, count), (glyph, role))| match marked {
            true => vec![
                (glyph.to_owned(), role),
                (format!(" {word} {count}   "), Role::Plain),
            ],
            false => vec![(format!("{word} {count} "), role)],
        });
        let mut parts: Parts = parts.collect();
        if let Some((last, _)) = parts.last_mut() {
            last.truncate(last.trim_end().len());
        }
        let cells: usize = parts.iter().map(|(text, _)| fit::width(text)).sum();
        if cells < width as usize {
            return [(" ".to_owned(), Role::Plain)].into_iter().chain(parts).collect();
        }
    }
    whole(
        &say!(
            "reached {spoken} of {total}",
            spoken = coverage.spoken,
            total = coverage.total
        ),
        Role::Plain,
    )
}

/// The bar of the revenue: a share, and never an amount.
fn bar(stage: &Stage, lines: Lines, width: u16) -> Parts {
    let coverage = &stage.board.coverage;
    let of = match coverage.arr.0 {
        0 => word!("of them"),
        _ => word!("of ARR"),
    };
    let said = match (stage.masked, width >= WIDE) {
        (true, _) => String::new(),
        (false, true) => say!(" {percent} % {of} reached", percent = coverage.percent(), of),
        (false, false) => format!(" {} % {of}", coverage.percent()),
    };
    let cells = (width as usize).saturating_sub(fit::width(&said) + 2).min(BAR);
    [(" ".to_owned(), Role::Plain)]
        .into_iter()
        .chain(drawn::bar(coverage, lines, cells))
        .chain([(said, Role::Plain)])
        .collect()
}

/// The calls over time, and how many were made when most were made; where there is room whom they reached as well.
fn calls(stage: &Stage, lines: Lines, width: u16) -> Vec<Parts> {
    let wide = width >= WIDE;
    let none = || vec![(word!(" no call made yet").to_owned(), Role::Plain)];
    if stage.board.tempo.is_empty() {
        return [none()].into_iter().chain(wide.then(Vec::new)).collect();
    }
    // The numbers on both sides, of up to four digits each.
    let taken = if wide { 34 } else { 21 };
    let cells = (width as usize).saturating_sub(taken).min(BAR);
    let (each, stretches) = stage.board.tempo.stretches(stage.now, cells);
    let made = || stretches.iter().map(|stretch| stretch.made);
    let reached = || stretches.iter().map(|stretch| stretch.reached);
    let (most, most_reached) = (made().max().unwrap_or(0), reached().max().unwrap_or(0));
    let each = match each.0.as_mins() {
        minutes if minutes % 60 == 0 => format!("{} h", minutes / 60),
        minutes => say!("{minutes} min", minutes),
    };
    let drawn = spark(lines, made(), most);
    if !wide {
        let label = say!(" calls/{replace} ", replace = each.replace(' ', ""));
        return vec![vec![
            (label, Role::Plain),
            (drawn, Role::Strong),
            (say!(" most {most}", most), Role::Plain),
        ]];
    }
    let line = |name: String, drawn: String, role, most: usize, word: &str| {
        let said = say!(" most {most}{word}", most, word);
        vec![
            (fit::left(&format!(" {name}"), 19), Role::Plain),
            (drawn, role),
            (said, Role::Plain),
        ]
    };
    let lately = stretches.last().map_or(0, |stretch| stretch.made);
    vec![
        line(
            say!("calls per {each}", each),
            drawn,
            Role::Strong,
            most,
            &say!(", now {lately}", lately),
        ),
        // On the scale of all calls, so that the two can be compared.
        line(
            word!("of them reached").to_owned(),
            spark(lines, reached(), most),
            Role::Done,
            most_reached,
            "",
        ),
    ]
}

/// The customers that are no key accounts, once anything is known of them.
pub fn others(incident: &Incident) -> Option<String> {
    incident.others_line()
}

pub fn told(stage: &Stage) -> String {
    let coverage = &stage.board.coverage;
    match coverage.stale {
        0 => say!("settled {settled}", settled = coverage.settled),
        stale => say!(
            "{stale} to tell again, settled {settled}",
            stale,
            settled = coverage.settled
        ),
    }
}

/// When all are reached; not those where it is night.
pub fn all_by(outlook: &Outlook, at: &str) -> String {
    match outlook.asleep {
        0 => say!("all by {at}", at),
        asleep => say!("all called by {at}, {asleep} asleep", at, asleep),
    }
}

/// When everyone will have been spoken with, and how sure that is.
pub fn pace(stage: &Stage, outlook: &Outlook) -> String {
    let coverage = &stage.board.coverage;
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    match outlook.done_at {
        Some(at) if outlook.asleep > 0 => all_by(outlook, &clock(at)),
        Some(at) if outlook.pace.measured => {
            say!("at this pace {all_by}", all_by = all_by(outlook, &clock(at)))
        }
        Some(at) => say!(
            "{all_by} at {rough} each",
            all_by = all_by(outlook, &clock(at)),
            rough = when::rough(outlook.pace.each.as_secs())
        ),
        None if outlook.asleep > 0 && outlook.callers > 0 => {
            say!("left: {asleep} asleep", asleep = outlook.asleep)
        }
        None if coverage.total == 0 => word!("pace: nobody to call").to_owned(),
        None if coverage.total == coverage.spoken => word!("nobody is left to call").to_owned(),
        None => word!("nobody is calling now").to_owned(),
    }
}
