//! A picture that was put away and taken up again is the one that was put away, whatever had happened before and after.

use super::histories::*;
use super::testkit::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::path::Path;
use warroom::domain::event::Recorded;
use warroom::domain::picture::Picture;
use warroom::store::chain::Head;
use warroom::store::kept::{self, Contents, Kept, ToKeep};

fn cases() -> Config {
    let mut config = super::properties::cases();
    config.cases = config.cases.div_ceil(4);
    config
}

fn folded(mut picture: Picture, log: &[Recorded]) -> Picture {
    log.iter().for_each(|recorded| picture.apply(recorded));
    picture
}

/// Puts away what `log` adds up to after what is put away already, and takes it up again.
fn put_away(folder: &Path, before: Option<Kept>, log: &[Recorded]) -> Kept {
    let (known, contents) = match before {
        Some(kept) => (kept.picture, kept.contents),
        None => (Picture::default(), Contents::default()),
    };
    let from = known.through().0 as usize;
    let picture = folded(known.clone(), &log[from..]);
    let keep = ToKeep {
        touched: picture.touched_since(&known),
        picture: picture.without_causes(),
        head: Head {
            seq: picture.through(),
            hash: [3; 32],
        },
        last_at: log.last().map_or(at(0), |recorded| recorded.at),
        before: contents,
        causes: log[from..].iter().map(|recorded| recorded.cause).collect(),
    };
    kept::write(folder, keep).unwrap();
    kept::read(folder).unwrap()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_picture_taken_up_again_anywhere_and_what_came_after_is_the_whole(
        acts in histories(60),
        cuts in (0.0..1.0_f64, 0.0..1.0_f64),
    ) {
        let log = lived(&acts).log;
        let whole = folded(Picture::default(), &log);
        let mut cuts = [cuts.0, cuts.1].map(|cut| (cut * (log.len() + 1) as f64) as usize);
        cuts.sort_unstable();
        let folder = tempfile::tempdir().unwrap();
        let mut kept = None;
        for cut in cuts {
            let again = put_away(folder.path(), kept.take(), &log[..cut]);
            let through = folded(Picture::default(), &log[..cut]);
            prop_assert!(again.picture == through, "at {cut} of {}", log.len());
            prop_assert!(log[..cut].iter().all(|recorded| again.picture.knows(&recorded.cause)));
            // Before anything of it was read: what comes after has to find what it needs.
            let fresh = kept::read(folder.path()).unwrap().picture;
            prop_assert!(folded(fresh, &log[cut..]) == whole, "from {cut} of {}", log.len());
            kept = Some(kept::read(folder.path()).unwrap());
        }
        prop_assert!(!kept.unwrap().picture.lost());
    }
}
