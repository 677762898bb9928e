//! Reduced motion: nothing on the screen moves by itself before the last minutes.

use super::stage::Screen;
use super::world::{World, at};
use jiff::{SignedDuration, Timestamp};
use warroom::tui::msg::Msg;

fn screen(still: bool) -> Screen {
    let world = World::new().drawn();
    let mut screen = Screen::of("pat", &world, at(13, 0), 120, 40);
    screen.model.stage.still = still;
    screen
}

/// The minute and a half before the last five of what is next.
fn early(screen: &Screen) -> Timestamp {
    let next = screen.model.stage.board.counting().expect("something is due").at;
    next - SignedDuration::from_secs(5 * 60 + 90)
}

/// `in 6m48s`
fn counts_seconds(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let counts = |word: &str| {
        let minutes = word.split_once('m').map(|(minutes, _)| minutes);
        word.ends_with('s') && minutes.is_some_and(|minutes| minutes.parse::<u32>().is_ok())
    };
    words.into_iter().any(counts)
}

#[test]
fn no_seconds_are_shown_before_the_last_five_minutes_and_nothing_is_drawn_within_a_minute() {
    for still in [true, false] {
        let mut screen = screen(still);
        let early = early(&screen);
        let first = early.as_second().div_euclid(60) * 60;
        let second = |seconds| Timestamp::from_second(first + seconds).unwrap();
        for seconds in [1, 20, 59] {
            screen.hear(Msg::Clock(second(seconds)));
            let text = screen.text();
            assert_eq!(counts_seconds(&text), !still, "still: {still}\n{text}");
            let moves = screen.model.stage.moves_at(second(seconds));
            let next = if still { second(60) } else { second(seconds + 1) };
            assert_eq!(moves, next, "still: {still}, after {seconds} s");
        }
    }
}

#[test]
fn it_is_drawn_again_at_the_minute_and_in_the_last_five_at_every_second() {
    let mut screen = screen(true);
    let early = early(&screen);
    screen.hear(Msg::Clock(early));
    let stage = &screen.model.stage;
    let moves = stage.moves_at(early);
    assert_eq!(moves.as_second() % 60, 0, "{moves}");
    let last = stage.board.counting().unwrap().at - SignedDuration::from_mins(5);
    let just_before = last - SignedDuration::from_secs(1);
    assert_eq!(
        stage.moves_at(just_before),
        last,
        "the seconds begin when five minutes are left"
    );
    let then = stage.moves_at(last).duration_since(last);
    assert!(then <= SignedDuration::from_secs(1), "{then}");
}
