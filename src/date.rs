//! Days, months and years: when a text was published, and when somebody held an office.

use crate::error::{Error, Result};
use crate::text::lexicon::{MONTH, classes};
use serde::{Deserialize, Serialize};

/// A day, a month or a year of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Date {
    /// From 1 to 9999.
    pub year: u16,
    /// From 1 to 12, if known.
    pub month: Option<u8>,
    /// From 1 to 31, if known.
    pub day: Option<u8>,
}

/// The first letters of the months, in order.
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

impl Date {
    /// Reads a date as ISO 8601 writes it: `2022`, `2022-03`, `2022-03-05`, or with a time after it; `20220305`, too.
    ///
    /// # Errors
    /// Words that are no such date, and days that no month has.
    ///
    /// ```
    /// use dateline::date::Date;
    /// assert_eq!(Date::parse("2022-03-05T10:00:00Z")?.day, Some(5));
    /// assert_eq!(Date::parse("20220305")?, Date::parse("2022-03-05")?);
    /// assert!(Date::parse("5/3/2022").is_err() && Date::parse("2022-02-30").is_err());
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn parse(words: &str) -> Result<Date> {
        Self::iso(words).ok_or_else(|| {
            let shown: String = words.chars().take(40).collect();
            Error::option(format!("date={shown:?}: expected a date such as '2022-03-05', '2022-03' or '2022'"))
        })
    }

    fn iso(words: &str) -> Option<Date> {
        let words = words.trim();
        let day = match words.split_once(['T', ' ']) {
            Some((day, time)) if day.len() == 10 && time.starts_with(|c: char| c.is_ascii_digit()) => day,
            Some(_) => return None,
            None => words,
        };
        if let (8, Some((year, rest))) = (day.len(), day.split_at_checked(4)) {
            let (month, day) = rest.split_at_checked(2)?;
            return Date::new(number(year, 4)?, Some(number(month, 2)? as u8), Some(number(day, 2)? as u8));
        }
        let mut parts = day.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|m| number(m, 2).ok_or(())).transpose().ok()?;
        let day = parts.next().map(|d| number(d, 2).ok_or(())).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month.map(|m| m as u8), day.map(|d| d as u8))
    }

    fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let longest = match month {
            None | Some(1 | 3 | 5 | 7 | 8 | 10 | 12) => 31,
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) => 28 + u8::from(leap),
            Some(_) => return None,
        };
        let good = year > 0 && day.is_none_or(|d| (1..=longest).contains(&d) && month.is_some());
        good.then_some(Date { year, month, day })
    }

    /// The date in words that have a year: `Jan. 5, 2016`, `5 January 2016`, `2016-01-05`; else none.
    pub(crate) fn in_words(words: &str) -> Option<Date> {
        let (mut year, mut month, mut day) = (None, None, None);
        for word in words.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if let Some(date) = Self::iso(word).filter(|d| d.month.is_some()) {
                return Some(date);
            }
            if let Some(y) = number(word, 4).filter(|y| (1900..=2100).contains(y)) {
                year = year.or(Some(y));
            } else if let Some(d) = number(word, 2).or_else(|| number(word, 1)).filter(|d| (1..=31).contains(d)) {
                day = day.or(Some(d as u8));
            } else if month.is_none() && word.len() >= 3 && word.is_ascii() {
                let small = word.to_ascii_lowercase();
                if (classes(&small) | classes(&format!("{small}."))) & MONTH != 0 {
                    month = MONTHS.find(&small[..3]).filter(|at| at % 3 == 0).map(|at| at as u8 / 3 + 1);
                }
            }
        }
        Date::new(year?, month, day.filter(|_| month.is_some()))
    }

    /// Whether it lies before the other for certain, by years and months.
    pub(crate) fn surely_before(self, other: Date) -> bool {
        let months = self.month.zip(other.month);
        self.year < other.year || self.year == other.year && months.is_some_and(|(a, b)| a < b)
    }
}

/// A number of exactly so many digits.
fn number(word: &str, digits: usize) -> Option<u16> {
    let good = word.len() == digits && word.bytes().all(|b| b.is_ascii_digit());
    good.then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_need_a_year() {
        let date = |year, month, day| Some(Date { year, month, day });
        assert_eq!(Date::in_words("Jan. 5, 2016"), date(2016, Some(1), Some(5)));
        assert_eq!(Date::in_words("By Ana Holt | 12 September 2019"), date(2019, Some(9), Some(12)));
        assert_eq!(Date::in_words("(2020-11-03)"), date(2020, Some(11), Some(3)));
        assert_eq!(Date::in_words("March 3"), None);
        assert_eq!(Date::in_words("Feb 30, 2020"), None);
    }

    #[test]
    fn what_cannot_be_told_is_not_before() {
        let d = |s| Date::iso(s).expect("a date");
        assert!(d("2016").surely_before(d("2017-01")) && d("2016-02").surely_before(d("2016-03-09")));
        assert!(!d("2016").surely_before(d("2016-12")) && !d("2016-03-01").surely_before(d("2016-03-09")));
    }
}
