//! The screens: keys in, text out.

mod stage;
mod world;

use stage::Screen;
use world::{World, at};

#[test]
fn show() {
    let world = World::new().drawn();
    for (w, h) in [(80, 24), (120, 40), (200, 60)] {
        let screen = Screen::of("pat", &world, at(13, 12), w, h);
        eprintln!("{}\n", screen.text());
    }
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    for keys in [
        "<enter>",
        "<esc><down><space>",
        "<esc>i",
        "<esc>?",
        "<esc>:",
        "<esc>n",
        "<esc>3",
    ] {
        screen.play(keys);
        eprintln!("{keys}\n{}\n", screen.text());
    }
}
