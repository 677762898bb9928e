//! P12: a room on a line of 2 KB a second, with twenty keys and a hundred events a second. Time is counted and does not
//! pass; the frames, their bytes and what is seen of them are real.

use super::stage::Screen;
use super::world::{World, at};
use crate::trust;
use ratatui::Terminal;
use std::collections::VecDeque;
use std::num::NonZeroU16;
use std::time::{Duration, Instant};
use warroom::run::pacer::{Pace, Pacer};
use warroom::tui::backend::{BackendOptions, ScreenBackend};
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::msg::Msg;
use warroom::tui::theme::Theme;
use warroom::tui::view::view;

const SPEED: u64 = 2_000;
const TRIP: Duration = Duration::from_millis(40);
const STEP: Duration = Duration::from_millis(10);
/// The line is known by then.
const KNOWN: Duration = Duration::from_secs(9);
const LENGTH: Duration = Duration::from_secs(17);

/// One frame on its way.
struct Frame {
    bytes: Vec<u8>,
    made: Duration,
    /// When the terminal has all of it.
    there: Duration,
    asks: bool,
}

/// What was seen from then on, each in the order of size.
struct Seen {
    /// How old the newest frame on the screen was.
    ages: Vec<Duration>,
    /// How old the newest line of the timeline on it was.
    lines: Vec<Duration>,
    /// For how long what was sent was still under way.
    queues: Vec<Duration>,
    bytes: usize,
}

impl Seen {
    fn said(&self) -> String {
        let s = |time: Duration| time.as_secs_f64();
        format!(
            "the newest frame {:.2} s old at most, the newest line {:.2} s ({:.2} in the middle), {:.2} s under way",
            s(most(&self.ages)),
            s(most(&self.lines)),
            s(middle(&self.lines)),
            s(most(&self.queues))
        )
    }
}

fn middle(times: &[Duration]) -> Duration {
    times[times.len() / 2]
}

fn most(times: &[Duration]) -> Duration {
    times[times.len() - 1]
}

/// What is tried.
struct On {
    size: (u16, u16),
    /// Once a second the menu opens over everything, or closes; without it twenty keys a second move the selection.
    opens: bool,
}

struct Room {
    world: World,
    screen: Screen,
    terminal: Terminal<ScreenBackend<Vec<u8>>>,
    pacer: Pacer,
    parser: vt100::Parser,
    cuts: bool,
    opens: bool,
}

impl Room {
    fn new(on: &On, cuts: bool, begin: Instant) -> Room {
        let (width, height) = on.size;
        let world = World::new().drawn();
        let options = BackendOptions {
            depth: Depth::Sixteen,
            synchronized: true,
        };
        let backend = ScreenBackend::new(Vec::new(), Box::new(move || Ok((width, height))), options);
        let cells = |count| NonZeroU16::new(count).unwrap();
        let mut screen = Screen::of("pat", &world, at(13, 12), width, height);
        screen.play("1");
        Room {
            screen,
            world,
            terminal: Terminal::new(backend).unwrap(),
            pacer: Pacer::new(begin),
            parser: vt100::Parser::new(cells(height), cells(width), 0),
            cuts,
            opens: on.opens,
        }
    }

    /// What happens in the hundredth of a second of this number.
    fn happens(&mut self, number: u64) {
        let now = at(13, 12) + STEP * number as u32;
        let text = serde_json::json!({ "kind": "write_note", "text": format!("ev{number}; {} customers", number * 7_919 % 1_000) });
        self.world.ask("dana", now, text).unwrap();
        if self.opens && number.is_multiple_of(100) {
            let is_open = number.is_multiple_of(200);
            self.screen.play(if is_open { ":" } else { "<esc>" });
        } else if number.is_multiple_of(5) && !self.opens {
            self.screen
                .play(if number.is_multiple_of(10) { "k" } else { "j" });
        }
    }

    /// The next frame, if there is one to send.
    fn frame(&mut self, number: u64, now: Instant) -> Option<(Vec<u8>, bool)> {
        if self.pacer.pace(now) != Pace::Now {
            return None;
        }
        // What has come meanwhile is taken in at once, as the loop of the room does.
        let moment = at(13, 12) + STEP * number as u32;
        let after = self.screen.model.stage.confirmed().through();
        self.screen
            .hear(Msg::News(Box::new(self.world.news(after, moment))));
        let budget = self.pacer.budget(now).filter(|_| self.cuts);
        self.terminal.backend_mut().allow(budget);
        let model = &self.screen.model;
        self.terminal
            .draw(|frame| view(model, Theme::terminal(), Lines::Drawn, frame))
            .unwrap();
        let bytes = std::mem::take(self.terminal.backend_mut().writer_mut());
        if bytes.is_empty() {
            return None;
        }
        let asks = self.pacer.sends(bytes.len(), now);
        self.pacer.written();
        Some((bytes, asks))
    }

    /// The number of the newest line that stands there.
    fn newest(&self) -> Option<u64> {
        let text = self.parser.screen().contents();
        let found = text.split("ev").skip(1);
        found
            .filter_map(|rest| rest.split_once(';')?.0.parse().ok())
            .max()
    }
}

fn watch(on: &On, cuts: bool) -> Seen {
    let begin = Instant::now();
    let mut room = Room::new(on, cuts, begin);
    let mut under_way: VecDeque<Frame> = VecDeque::new();
    let mut answers = VecDeque::new();
    let (mut busy, mut shown, mut newest) = (Duration::ZERO, Duration::ZERO, None);
    let mut seen = Seen {
        ages: Vec::new(),
        lines: Vec::new(),
        queues: Vec::new(),
        bytes: 0,
    };
    for number in 0..(LENGTH.as_millis() / STEP.as_millis()) as u64 {
        let now = STEP * number as u32;
        room.happens(number);
        while let Some(frame) = under_way.pop_front_if(|frame| frame.there <= now) {
            room.parser.process(&frame.bytes);
            shown = frame.made;
            newest = room.newest();
            if frame.asks {
                answers.push_back(frame.there + TRIP);
            }
        }
        while answers.pop_front_if(|answer| *answer <= now).is_some() {
            room.pacer.answered(begin + now);
        }
        if let Some((bytes, asks)) = room.frame(number, begin + now) {
            busy = busy.max(now) + Duration::from_millis(bytes.len() as u64 * 1_000 / SPEED);
            seen.bytes += if now > KNOWN { bytes.len() } else { 0 };
            under_way.push_back(Frame {
                bytes,
                made: now,
                there: busy,
                asks,
            });
        }
        if now > KNOWN {
            seen.ages.push(now - shown);
            seen.queues.push(busy.saturating_sub(now));
            seen.lines.extend(newest.map(|newest| now - STEP * newest as u32));
        }
    }
    for times in [&mut seen.ages, &mut seen.lines, &mut seen.queues] {
        times.sort_unstable();
    }
    seen
}

#[test]
fn at_2_kb_a_second_the_screen_is_half_a_second_old_at_most_whatever_happens() {
    let half = Duration::from_millis(500);
    for (size, opens) in [((80, 24), false), ((120, 40), false), ((120, 40), true)] {
        let on = On { size, opens };
        let cut = watch(&on, true);
        let whole = watch(&on, false);
        let what = if opens {
            "a dialog a second"
        } else {
            "20 keys a second"
        };
        let counts = format!(
            "{} x {}, {what}: {}, {:.0} bytes a second of {SPEED}; if no frame were cut: {}",
            size.0,
            size.1,
            cut.said(),
            cut.bytes as f64 / (LENGTH - KNOWN).as_secs_f64(),
            whole.said()
        );
        trust::result(
            "P12",
            &format!("a slow line, {} columns, {what}", size.0),
            &counts,
        );
        assert!(most(&cut.ages) <= half && most(&cut.queues) <= half, "{counts}");
        assert!(
            !opens || most(&whole.queues) > 2 * half,
            "it would be late: {counts}"
        );
    }
}
