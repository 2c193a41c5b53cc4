//! The compiled form: what was saved is what is opened, and damage is told.

#![allow(clippy::unwrap_used)]

use dateline::ErrorKind;
use dateline::gazetteer::{Alias, Clashes, Entity, Gazetteer};
use proptest::prelude::*;

fn made() -> Gazetteer {
    let mut town = Entity::new("t:1", "Tal Afar");
    (town.lat, town.lon, town.population) = (Some(36.379_35), Some(-42.449_29), Some(90_000));
    town.country = Some("IRQ".to_string());
    town.aliases.push(Alias { metonym: true, fold_marks: true, ..Alias::new("Têl-Afar") });
    let mut other = Entity::new("Rawa", "Rawa");
    other.aliases.push(Alias::new("RAWA!"));
    Gazetteer::new(vec![town, other, Entity::new("x", "Tal-Afar")]).unwrap()
}

#[test]
fn what_was_put_in_comes_out() {
    let g = Gazetteer::from_bytes(made().to_bytes().to_vec()).unwrap();
    let e = g.entity(0);
    assert_eq!((e.id, e.name, e.country, e.population), ("t:1", "Tal Afar", Some("IRQ"), Some(90_000)));
    assert_eq!((e.lat, e.lon), (Some(36.379_35), Some(-42.449_29)));
    assert_eq!(e.to_entity().aliases.len(), 2);
    assert!(e.to_entity().aliases[1].metonym && e.to_entity().aliases[1].fold_marks);
    assert_eq!((g.entity(1).id, g.entity(2).name, g.len()), ("Rawa", "Tal-Afar", 3));
    let m = g.find("in Tel Afar")[0];
    assert!(g.candidates(m.name).first().unwrap().metonym);
    assert_eq!(g.candidates(g.find("Tal Afar")[0].name).len(), 2);
    assert!(g.candidates(u32::MAX).is_empty() && g.entity(99).id.is_empty());
}

#[test]
fn saved_opened_replaced() {
    let path = std::env::temp_dir().join(format!("dateline-store-{}.gaz", std::process::id()));
    let g = made();
    g.save(&path).unwrap();
    let opened = Gazetteer::open(&path).unwrap();
    g.save(&path).unwrap();
    assert_eq!(opened.to_bytes(), g.to_bytes());
    assert_eq!(opened.find("Tal Afar and RAWA!").len(), 2);
    opened.verify().unwrap();
    std::fs::write(&path, &g.to_bytes()[..500]).unwrap();
    let e = Gazetteer::open(&path).unwrap_err();
    assert!(e.path().is_some() && e.reason().contains("damaged"), "{e}");
    std::fs::remove_file(&path).ok();
    assert_eq!(Gazetteer::open(&path).unwrap_err().kind(), ErrorKind::Io);
}

#[test]
fn every_cut_is_told() {
    let bytes = made().to_bytes().to_vec();
    for len in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
        let e = Gazetteer::from_bytes(bytes[..len].to_vec()).unwrap_err();
        assert!(e.reason().contains("gazetteer") || e.reason().contains("version"), "{len}: {e}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(Gazetteer::from_bytes(longer).is_err());
}

#[test]
fn other_files_and_versions_are_told() {
    assert!(Gazetteer::from_bytes(b"id,name\n1,Tal Afar\n".to_vec()).unwrap_err().reason().contains("not a compiled"));
    let mut bytes = made().to_bytes().to_vec();
    bytes[8] = 0;
    assert!(Gazetteer::from_bytes(bytes).unwrap_err().reason().contains("another version"));
}

#[test]
fn the_same_list_compiles_to_the_same_bytes() {
    assert_eq!(made().to_bytes(), made().to_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_flipped_bit_is_told(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let mut bytes = made().to_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(Gazetteer::from_bytes(bytes).is_err());
    }

    #[test]
    fn any_text_is_searched(text in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let g = made();
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            for m in g.find(&text) {
                prop_assert!(!m.span.of(&text).is_empty());
            }
        }
    }
}

#[test]
fn union_settles_clashes() {
    let a = Gazetteer::new(vec![Entity::new("1", "Tripoli"), Entity::new("2", "Rawa")]).unwrap();
    let mut other = Entity::new("1", "Tripoli, Libya");
    other.aliases.push(Alias::new("Tarabulus"));
    let b = Gazetteer::new(vec![other, Entity::new("3", "Rawa")]).unwrap();
    for (rule, names, entities) in [
        (Clashes::KeepFirst, vec!["Tripoli", "Rawa", "Rawa"], 3),
        (Clashes::KeepLast, vec!["Tripoli, Libya", "Rawa", "Rawa"], 3),
        (Clashes::Merge, vec!["Tripoli", "Rawa", "Rawa"], 3),
        (Clashes::KeepAll, vec!["Tripoli", "Rawa", "Tripoli, Libya", "Rawa"], 4),
    ] {
        let u = a.union(&b, rule).unwrap();
        assert_eq!(u.iter().map(|e| e.name).collect::<Vec<_>>(), names, "{rule:?}");
        assert_eq!((u.len(), u.contains("Tarabulus")), (entities, rule != Clashes::KeepFirst));
        assert_eq!(u.candidates(u.find("Rawa")[0].name).len(), 2);
    }
    for (name, rule) in [("merge", Clashes::Merge), ("all", Clashes::KeepAll), ("error", Clashes::Refuse)] {
        assert_eq!(Clashes::from_name(name), Some(rule));
    }
    assert_eq!(Clashes::from_name("both"), None);
    assert!(a.union(&b, Clashes::Refuse).is_err());
    assert!(a.union(&Gazetteer::new(vec![]).unwrap(), Clashes::Refuse).is_ok());
}
