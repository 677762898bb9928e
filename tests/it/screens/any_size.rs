//! Whatever is pressed at whatever size: nothing panics, every row fits, the header still says how bad it is, and
//! a terminal that draws ASCII alone is sent nothing else.

use super::stage::{Screen, lines_of};
use super::world::{World, at};
use proptest::prelude::*;
use std::cell::RefCell;
use unicode_width::UnicodeWidthStr;
use warroom::tui::canvas::Lines;

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
