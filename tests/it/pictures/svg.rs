//! A drawn buffer as SVG: its cells with their colours and weights, in a monospaced letter, and its text for who cannot
//! see it.

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// A cell, in the picture's own units.
const WIDE: f64 = 8.4;
const HIGH: u16 = 18;
/// Where the letters stand in it.
const FOOT: u16 = 13;
/// Around everything.
const MARGIN: u16 = 8;
/// What a terminal's own colours are here.
const INK: &str = "#d8dee9";
const GROUND: &str = "#16181d";
/// Black to white, and then the bright ones.
const SIXTEEN: [&str; 16] = [
    "#2b303b", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4", "#7f848e",
    "#ff7b86", "#b5e890", "#ffd68a", "#82c4ff", "#de9bf0", "#74d7e2", "#ffffff",
];

/// The same text in the same style, side by side.
struct Run {
    x: u16,
    cells: u16,
    text: String,
    ink: String,
    ground: String,
    modifier: Modifier,
}

/// The whole picture; `title` says what it shows.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let wide = f64::from(columns) * WIDE + f64::from(2 * MARGIN);
    let high = rows * HIGH + 2 * MARGIN;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{high}\" viewBox=\"0 0 {wide:.0} {high}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">"
    );
    let _ = writeln!(svg, "<title>{}</title>", escaped(title));
    let _ = writeln!(svg, "<desc>{}</desc>", escaped(&text(buffer)));
    let _ = writeln!(
        svg,
        "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>",
        ground(buffer)
    );
    for y in 0..rows {
        for run in runs(buffer, y) {
            draw(&mut svg, &run, MARGIN + y * HIGH, &ground(buffer));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The rows without what is blank at their ends.
pub fn text(buffer: &Buffer) -> String {
    let row = |y| {
        let runs = runs(buffer, y);
        let row: String = runs.iter().map(|run| run.text.as_str()).collect();
        row.trim_end().to_owned()
    };
    let rows: Vec<String> = (0..buffer.area.height).map(row).collect();
    rows.join("\n")
}

/// What [`text`] was of a picture.
pub fn text_of(svg: &str) -> Option<String> {
    let (_, rest) = svg.split_once("<desc>")?;
    let (text, _) = rest.split_once("</desc>")?;
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    Some(plain.replace("&amp;", "&"))
}

/// The ground of most of the screen is that of its first cell.
fn ground(buffer: &Buffer) -> String {
    coloured(buffer[(0, 0)].bg, GROUND)
}

fn draw(svg: &mut String, run: &Run, y: u16, ground: &str) {
    let x = f64::from(run.x) * WIDE + f64::from(MARGIN);
    let wide = f64::from(run.cells) * WIDE;
    if run.ground != ground {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{wide:.1}\" height=\"{HIGH}\" fill=\"{}\"/>",
            run.ground
        );
    }
    let has = |modifier| run.modifier.contains(modifier);
    // Where nothing stands there is nothing to write; a line below it is seen all the same.
    if run.text.trim().is_empty() && !has(Modifier::UNDERLINED) {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::DIM, " opacity=\"0.65\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        style.push_str(if has(modifier) { attribute } else { "" });
    }
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{}\" textLength=\"{wide:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{style} \
         xml:space=\"preserve\">{}</text>",
        y + FOOT,
        run.ink,
        escaped(&run.text)
    );
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = cell.cell_width().max(1);
        let next = run(x, cells, cell);
        x += cells;
        match runs.last_mut() {
            Some(last) if alike(last, &next) => {
                last.cells += cells;
                last.text.push_str(&next.text);
            }
            _ => runs.push(next),
        }
    }
    runs
}

fn run(x: u16, cells: u16, cell: &Cell) -> Run {
    let (mut ink, mut ground) = (coloured(cell.fg, INK), coloured(cell.bg, GROUND));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    Run {
        x,
        cells,
        text: cell.symbol().to_owned(),
        ink,
        ground,
        modifier: cell.modifier,
    }
}

fn alike(one: &Run, other: &Run) -> bool {
    (&one.ink, &one.ground, one.modifier) == (&other.ink, &other.ground, other.modifier)
}

fn coloured(color: Color, own: &str) -> String {
    let named = |at: usize| SIXTEEN[at].to_owned();
    match color {
        Color::Reset => own.to_owned(),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => named(8),
        Color::LightRed => named(9),
        Color::LightGreen => named(10),
        Color::LightYellow => named(11),
        Color::LightBlue => named(12),
        Color::LightMagenta => named(13),
        Color::LightCyan => named(14),
        Color::White => named(15),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(at @ 0..16) => named(at.into()),
        Color::Indexed(at @ 16..232) => {
            let part = |place: u8| match (at - 16) / place % 6 {
                0 => 0,
                step => 55 + 40 * step,
            };
            format!("#{:02x}{:02x}{:02x}", part(36), part(6), part(1))
        }
        Color::Indexed(at) => {
            let grey = 8 + 10 * (at - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
