//! What the rules need to know of a candidate place, in a few numbers.

use crate::gazetteer::Gazetteer;

/// Kind of a place, as far as the rules care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Country,
    Region,
    Water,
    Admin1,
    Admin2,
    Capital,
    City,
    Site,
}

impl Kind {
    /// The word for it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Kind::Country => "country",
            Kind::Region => "region",
            Kind::Water => "waterbody",
            Kind::Admin1 => "state or province",
            Kind::Admin2 => "county",
            Kind::Capital => "capital",
            Kind::City => "town",
            Kind::Site => "facility",
        }
    }
}

/// A country as a number: the three letters of its code; 0 if unknown.
pub(super) type Country = u32;

/// What the rules need to know of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub kind: Kind,
    pub country: Country,
    /// First-level division, unique over all countries; 0 if unknown.
    pub admin: u16,
    /// Latitude and longitude in degrees.
    pub point: Option<(f32, f32)>,
    pub population: f32,
    /// Order of magnitude of the population: the decimal logarithm of ten more.
    pub size: f32,
    /// Listed by somebody who tells no population: no size speaks against it.
    pub meant: bool,
    /// Small, but named by the news: no context is needed for it.
    pub newsworthy: bool,
}

impl Facts {
    pub(super) fn of(gazetteer: &Gazetteer, index: u32) -> Facts {
        let brief = gazetteer.brief(index);
        let (kind, country) = brief.map_or(("", ""), |b| (b.class.kind.as_str(), b.class.country.as_str()));
        let kind = match kind {
            "country" => Kind::Country,
            "region" | "continent" => Kind::Region,
            "waterbody" => Kind::Water,
            "admin1" => Kind::Admin1,
            "capital" => Kind::Capital,
            "admin2" => Kind::Admin2,
            "base" | "facility" => Kind::Site,
            _ => Kind::City,
        };
        let population = brief.and_then(|b| b.population);
        let people = population.unwrap_or(0) as f32;
        Facts {
            kind,
            meant: population.is_none() && !gazetteer.is_builtin_places(),
            newsworthy: brief.is_some_and(|b| b.class.kind == "town"),
            country: country_code(country),
            admin: gazetteer.admin1(index),
            point: brief.and_then(|b| b.point).map(|(a, b)| (a as f32, b as f32)),
            population: people,
            size: (people + 10.0).log10(),
        }
    }

    /// A town of any size.
    pub(super) fn is_town(&self) -> bool {
        matches!(self.kind, Kind::City | Kind::Capital)
    }

    /// Country, region or water: known by its name alone.
    pub(super) fn is_strong(&self) -> bool {
        matches!(self.kind, Kind::Country | Kind::Region | Kind::Water)
    }

    /// Less than [`Facts::km`], for the price of a subtraction; the factor leaves room for its rounding.
    pub(super) fn km_at_least(a: (f32, f32), b: (f32, f32)) -> f32 {
        (a.0 - b.0).abs() * 111.1
    }

    /// Rough distance in kilometres, on a plane that is stretched by the latitude.
    pub(super) fn km(a: (f32, f32), b: (f32, f32)) -> f32 {
        let stretch = ((a.0 + b.0) * 0.5).to_radians().cos();
        let mut d = (a.1 - b.1).abs();
        if d > 180.0 {
            d = 360.0 - d;
        }
        let (x, y) = (d * stretch, a.0 - b.0);
        (x * x + y * y).sqrt() * 111.2
    }
}

/// The number of a country code.
pub(super) fn country_code(code: &str) -> Country {
    code.bytes().take(3).fold(0, |n, b| n << 8 | u32::from(b))
}

/// Codes the rules name.
pub(super) mod country {
    use super::Country;
    pub(in super::super) const USA: Country = 0x55_53_41;
    pub(in super::super) const CAN: Country = 0x43_41_4e;
    pub(in super::super) const GBR: Country = 0x47_42_52;
    pub(in super::super) const AUS: Country = 0x41_55_53;
    pub(in super::super) const IND: Country = 0x49_4e_44;
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn latitudes_alone_never_give_too_large_a_distance(
            a in (-90f32..=90.0, -180f32..=180.0), b in (-90f32..=90.0, -180f32..=180.0)
        ) {
            prop_assert!(Facts::km_at_least(a, b) <= Facts::km(a, b));
            prop_assert!(Facts::km_at_least(a, (b.0, a.1)) <= Facts::km(a, (b.0, a.1)));
        }
    }
}
