//! A hub that starts with the picture put away beside its log: the same as without one, and found out where it is not.

use super::*;
use std::fs;
use std::path::{Path, PathBuf};
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::domain::picture::Picture;
use warroom::hub::Hub;
use warroom::store::Line;
use warroom::store::kept::{self, Contents, ToKeep, Without};

const SECRET: [u8; 32] = [7; 32];

/// A store of three incidents, and the picture of all of it put away beside it.
struct Place {
    folder: tempfile::TempDir,
}

fn recorded(line: &Line) -> Recorded {
    serde_json::from_str(&line.json).unwrap()
}

/// Puts away the picture of what a writer has recorded, as its thread does now and then.
pub fn put_away(writer: &mut Writer) {
    let picture = writer.picture().without_causes();
    put_away_as(writer, picture);
}

fn put_away_as(writer: &mut Writer, picture: Picture) {
    let (head, last_at) = (writer.store().chain(), writer.last_at());
    let lines = writer.store().events(Seq(0), usize::MAX).unwrap();
    let keep = ToKeep {
        touched: picture.touched_since(&Picture::default()),
        picture,
        head,
        last_at,
        before: Contents::default(),
        causes: lines.iter().map(|line| recorded(line).cause).collect(),
    };
    kept::write(&writer.store().picture_folder().unwrap(), keep).unwrap();
}

impl Place {
    fn new() -> Place {
        let place = Place {
            folder: tempfile::tempdir().unwrap(),
        };
        let mut bench = place.start();
        bench.one(900, "dana", import(), "13:00:00");
        for incident in 1..=3 {
            let mut declared = declare();
            declared["title"] = json!(format!("Incident {incident}"));
            let answer = bench.one(900 + incident, "dana", declared, "14:00:00");
            assert_eq!(outcome(&answer), (200, "accepted".to_owned()));
            let mut wrote = note(&format!("incident {incident}"));
            wrote["incident"] = json!(format!("INC-{incident}"));
            bench.one(910 + incident, "omar", wrote, "14:01:00");
        }
        put_away(&mut bench.writer);
        place
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("hub.db")
    }

    fn kept(&self) -> PathBuf {
        kept::place(&self.store())
    }

    fn start(&self) -> Bench {
        Bench::on(Store::open(&self.store(), SECRET).unwrap())
    }

    /// What the log adds up to.
    fn truth(&self, writer: &mut Writer) -> Picture {
        let mut picture = Picture::default();
        let lines = writer.store().events(Seq(0), usize::MAX).unwrap();
        lines.iter().for_each(|line| picture.apply(&recorded(line)));
        picture
    }

    /// The file of an incident.
    fn file(&self, incident: &str) -> PathBuf {
        let files = fs::read_dir(self.kept())
            .unwrap()
            .map(|file| file.unwrap().path());
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            name.starts_with(&format!("{incident}."))
        };
        files.into_iter().find(named).unwrap()
    }

    fn change(&self, sql: &str) {
        let shell = rusqlite::Connection::open(self.store()).unwrap();
        shell.execute_batch(sql).unwrap();
    }
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at % bytes.len();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Lets it do what it does while nobody asks.
fn rested(bench: &mut Bench) {
    while bench.writer.has_more_to_do() {
        bench.writer.go_on();
    }
}

fn about(incident: u32, text: &str) -> Value {
    let mut wrote = note(text);
    wrote["incident"] = json!(format!("INC-{incident}"));
    wrote
}

#[test]
fn a_hub_that_takes_up_a_picture_goes_on_as_if_it_had_folded_the_log() {
    let place = Place::new();
    for round in 0..3 {
        let mut bench = place.start();
        assert!(
            bench.writer.has_more_to_do(),
            "it was taken up and is still to be held against the log"
        );
        let answer = bench.one(20 + round, "omar", about(2, "and on"), "14:10:00");
        assert_eq!(outcome(&answer), (200, "accepted".to_owned()));
        let truth = place.truth(&mut bench.writer);
        assert!(*bench.writer.picture() == truth);
        rested(&mut bench);
        assert!(bench.writer.trouble().is_none());
        assert!(*bench.writer.picture() == truth);
        assert!(kept::read(&place.kept()).is_ok(), "it fits, and stays");
    }
}

#[test]
fn a_forged_picture_is_found_out_and_the_log_counts() {
    let place = Place::new();
    let mut bench = place.start();
    let mut forged = Picture::default();
    let lines = bench.writer.store().events(Seq(0), usize::MAX).unwrap();
    for line in &lines {
        let changed = line.json.replace("incident 2", "incident 5");
        forged.apply(&serde_json::from_str(&changed).unwrap());
    }
    put_away_as(&mut bench.writer, forged);
    drop(bench);

    let mut bench = place.start();
    let truth = place.truth(&mut bench.writer);
    assert!(*bench.writer.picture() != truth, "it is believed at first");
    rested(&mut bench);
    assert!(*bench.writer.picture() == truth);
    assert_eq!(
        kept::read(&place.kept()).unwrap_err(),
        Without::None,
        "it is not taken up again"
    );
    assert_eq!(bench.one(30, "omar", about(2, "and on"), "14:10:00").status, 200);
}

#[test]
fn a_picture_that_is_torn_old_incomplete_or_of_another_log_is_not_used() {
    let contents = |place: &Place| place.kept().join("contents");
    let replace = |place: &Place, from: &str, to: &str| {
        let text = fs::read_to_string(contents(place)).unwrap();
        let (_, rest) = text.split_once('\n').unwrap();
        let rest = rest.replacen(from, to, 1);
        let sum: [u8; 32] = Sha256::digest(&rest).into();
        fs::write(
            contents(place),
            format!("{}\n{rest}", warroom::store::chain::hex(&sum)),
        )
        .unwrap();
    };
    type Harm<'a> = (&'a str, &'a dyn Fn(&Place));
    let cases: [Harm; 6] = [
        ("it is damaged", &|place| flip(&contents(place), 40)),
        ("it is damaged", &|place| flip(&contents(place), 400)),
        ("it is damaged", &|place| fs::write(contents(place), "").unwrap()),
        ("another version of warroom made it", &|place| {
            replace(place, "\"program\":\"1 ", "\"program\":\"0 ");
        }),
        ("another version of warroom made it", &|place| {
            replace(place, "\"base\"", "\"bass\"")
        }),
        ("part of it is missing", &|place| {
            fs::remove_file(place.file("INC-2")).unwrap()
        }),
    ];
    for (why, harm) in cases {
        let place = Place::new();
        harm(&place);
        let without = kept::read(&place.kept()).unwrap_err();
        assert_eq!(without, Without::Unfit(why.to_owned()));
        let mut bench = place.start();
        assert!(!bench.writer.has_more_to_do(), "{why}: the whole log was folded");
        let truth = place.truth(&mut bench.writer);
        assert!(*bench.writer.picture() == truth);
    }
    let place = Place::new();
    place.change("DELETE FROM event WHERE seq = 10; UPDATE head SET (seq, hash) = (SELECT 9, before FROM event WHERE seq = 9)");
    let picture = kept::read(&place.kept()).unwrap();
    assert!(picture.head.seq > Seq(9), "{:?}", picture.head);
}

#[test]
fn an_incident_that_cannot_be_read_when_it_is_wanted_is_folded_from_the_log() {
    for part in ["INC-2", "commands"] {
        let place = Place::new();
        let mut bench = place.start();
        flip(&place.file(part), 77);
        let answer = bench.one(30, "omar", about(2, "and on"), "14:10:00");
        assert_eq!(outcome(&answer), (200, "accepted".to_owned()));
        rested(&mut bench);
        let truth = place.truth(&mut bench.writer);
        assert!(*bench.writer.picture() == truth, "{part}");
        assert_eq!(
            truth
                .incident(warroom::domain::ids::IncidentId(2))
                .unwrap()
                .timeline
                .len(),
            4
        );
        assert!(
            kept::read(&place.kept()).is_err(),
            "{part}: it is not taken up again"
        );
    }
}

#[test]
fn a_log_changed_before_the_picture_was_put_away_is_found_after_the_start_and_nothing_is_added_to_it() {
    let place = Place::new();
    place.change("UPDATE event SET json = replace(json, 'incident 2', 'incident 7')");
    let mut bench = place.start();
    rested(&mut bench);
    assert_eq!(bench.writer.trouble().unwrap().short, "the record is damaged");
    for _ in 0..2 {
        let answer = bench.one(30, "omar", about(2, "and on"), "14:10:00");
        assert_eq!(answer.status, 503);
        assert!(answer.body.contains("damaged: event"), "{}", answer.body);
    }
    assert_eq!(bench.writer.picture().incidents().count(), 3, "it can be read");
}

/// Many lines, so that a start is worth a picture.
fn many(bench: &mut Bench, notes: u128, from: u128) {
    let asks: Vec<Ask> = (0..notes)
        .map(|at| asked(from + at, "omar", note("one of many")))
        .collect();
    for asks in asks.chunks(200) {
        bench.turn(asks, "14:05:00");
    }
}

#[track_caller]
fn wait_for_a_picture(folder: &Path, through: Seq) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while kept::read(folder).map_or(Seq(0), |kept| kept.head.seq) < through {
        assert!(std::time::Instant::now() < until, "no picture was put away");
        std::thread::yield_now();
    }
}

fn files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .map(|file| file.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_hub_that_is_stopped_leaves_the_next_start_nothing_to_fold_where_that_would_be_much() {
    for (notes, worth) in [(100, false), (700, true)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hub.db");
        let mut bench = Bench::on(Store::open(&path, SECRET).unwrap());
        bench.one(901, "dana", declare(), "14:00:00");
        many(&mut bench, notes, 1_000);
        let through = bench.writer.picture().through();
        drop(bench);
        let hub = Hub::start(live::settings(Store::open(&path, SECRET).unwrap())).unwrap();
        hub.stop().await;
        if worth {
            // A busy machine may take longer than the hub waits for.
            wait_for_a_picture(&kept::place(&path), through);
        } else {
            assert_eq!(kept::read(&kept::place(&path)).unwrap_err(), Without::None);
        }
        let mut writer = opened(&path);
        assert_eq!(writer.folded(), if worth { 0 } else { through.0 });
        let lines = writer.store().events(Seq(0), usize::MAX).unwrap();
        assert_eq!(writer.picture().through().0, lines.len() as u64);
    }
}

/// The one before lets go of the record once its thread has ended.
fn opened(path: &Path) -> Writer {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        match Store::open(path, SECRET) {
            Ok(store) => return Writer::open(store, settled()).unwrap(),
            Err(error) => assert!(std::time::Instant::now() < until, "{error}"),
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_record_that_a_group_keeps_has_its_picture_with_each_user_and_none_beside_it() {
    let place = tempfile::tempdir().unwrap();
    let shared = place.path().join("shared");
    let [danas, omars] = ["dana", "omar"].map(|user| place.path().join(user));
    let open =
        |pictures: &Path| Bench::on(Store::open_shared(&shared.join("room.db"), SECRET, pictures).unwrap());
    let mut dana = open(&danas);
    assert_eq!(
        dana.writer.store().picture_folder(),
        None,
        "an empty record has none"
    );
    dana.one(901, "dana", declare(), "14:00:00");
    many(&mut dana, 600, 1_000);
    let through = dana.writer.picture().through();
    drop(dana);

    let mut dana = open(&danas);
    assert_eq!(dana.writer.folded(), through.0);
    let folder = dana.writer.store().picture_folder().unwrap();
    assert_eq!(folder.parent(), Some(danas.as_path()));
    dana.writer.end();
    wait_for_a_picture(&folder, through);
    drop(dana);

    let mut omar = open(&omars);
    assert_eq!(omar.writer.folded(), through.0, "omar has none yet");
    many(&mut omar, 3, 5_000);
    drop(omar);
    let mut dana = open(&danas);
    assert_eq!(dana.writer.folded(), 3, "only what came since");
    rested(&mut dana);
    assert!(dana.writer.trouble().is_none());
    drop(dana);
    let beside = files(&shared);
    assert!(
        beside
            .iter()
            .all(|name| name.starts_with("room.db") && !name.contains("picture")),
        "{beside:?}"
    );

    fs::rename(&shared, place.path().join("aside")).unwrap();
    let mut another = open(&danas);
    another.one(902, "dana", declare(), "15:00:00");
    let named = another.writer.store().picture_folder().unwrap();
    assert_ne!(named, folder, "another record's is never looked at");
}
