//! Whatever is pressed at whatever size: nothing panics, every row fits, the header still says how bad it is, and
//! a terminal that draws ASCII alone is sent nothing else.

use super::stage::{Screen, lines_of};
use super::world::{World, at};
use crate::trust;
use proptest::prelude::*;
use std::cell::RefCell;
use unicode_width::UnicodeWidthStr;
use warroom::tui::canvas::Lines;
use warroom::tui::msg::Msg;

const KEYS: &[&str] = &[
    "<up>", "<down>", "<left>", "<right>", "<enter>", "<space>", "<esc>", "<tab>", "<end>", "<pgdn>", "1",
    "2", "3", "4", "c", "n", "i", "u", "p", "d", "e", "g", "w", "m", "t", "z", "/", ":", "?", "x", "q",
];

thread_local! {
    static WORLD: RefCell<World> = RefCell::new(World::new().drawn());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size_are_drawn(
        width in 1_u16..220,
        height in 1_u16..70,
        keys in proptest::collection::vec(proptest::sample::select(KEYS), 0..24),
        minutes in 0_i64..200,
    ) {
        WORLD.with_borrow(|world| {
            let mut screen = Screen::of("pat", world, at(minutes.max(13), 12), width, height);
            screen.play(&keys.concat());
            let buffer = screen.buffer(Lines::Drawn);
            prop_assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            for x in 0..width {
                for y in 0..height {
                    let cell = buffer[(x, y)].symbol();
                    prop_assert!(!cell.chars().any(char::is_control), "{cell:?} at {x}, {y}");
                    prop_assert!(cell.width() <= (width - x) as usize, "{cell:?} at {x} of {width}");
                }
            }
            for cell in &screen.buffer(Lines::Ascii).content {
                prop_assert!(cell.symbol().is_ascii(), "{:?} where only ASCII is drawn", cell.symbol());
            }
            let rows = lines_of(&buffer);
            if width >= 60 && height >= 16 {
                prop_assert!(rows[0].contains("SEV1"), "{}", rows.join("\n"));
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_header_says_how_bad_and_whether_it_is_live_at_any_size_that_can_hold_it(
        width in 60_u16..220,
        height in 16_u16..70,
    ) {
        WORLD.with_borrow(|world| {
            let screen = Screen::of("pat", world, at(14, 30), width, height);
            let text = screen.text();
            let first = text.lines().next().unwrap_or("");
            prop_assert!(first.contains("SEV1") && first.contains("down 14 min") && first.ends_with("LIVE"), "{}", text);
            prop_assert!(text.contains("1 OVERDUE") && text.contains("Commander dana"), "{}", text);
            Ok(())
        })?;
    }
}

#[test]
fn after_any_sizes_the_screen_is_that_of_a_fresh_start() {
    let sizes = trust::times(300, 10_000);
    let world = World::new().drawn();
    let mut worn = Screen::of("pat", &world, at(14, 0), 80, 24);
    let mut random = 7_u32;
    let mut below = |end: u32| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((random >> 8) % end) as u16
    };
    let mut compared = 0;
    for count in 1..=sizes {
        let (width, height) = (below(501), below(201));
        worn.hear(Msg::Resize { width, height });
        let shown = worn.buffer(Lines::Drawn);
        if count % 20 == 0 {
            let fresh = Screen::of("pat", &world, at(14, 0), width, height);
            assert_eq!(shown, fresh.buffer(Lines::Drawn), "{width} x {height}");
            compared += 1;
        }
    }
    let counts =
        format!("{sizes} sizes from 0 x 0 to 500 x 200, 0 panics, {compared} of {compared} as a fresh start");
    trust::result("T7", "random sizes", &counts);
}
