//! Phone numbers: every French spelling, the overseas territories, and numbers from abroad.
//!
//! The French numbering plan is written here rather than taken from a general library: such a
//! library checks a number against one region at a time (`0692…` is no number of the mainland), needs
//! its whole table of the world in memory and a regular expression per guess. The ten-digit numbers of
//! France are one plan that decides by their first four digits where they belong. Numbers from
//! abroad are held against the list of country codes and the length the E.164 standard allows.

mod plan;
mod region;
mod spelling;
mod world;

use thiserror::Error;

use self::plan::Block;
pub use self::region::Region;
use self::spelling::{Digits, Spelling};

/// The most digits of a number, its country code included (E.164).
pub const MAX_DIGITS: usize = 15;

/// A phone number that exists in its numbering plan, as `+33612345678`.
///
/// Two spellings of one number are equal. Small and copied freely.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    /// `+` and at most 15 digits, then zeros.
    bytes: [u8; MAX_DIGITS + 1],
    length: u8,
}

/// What a number can do, as far as its digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneKind {
    /// Takes text messages.
    Mobile,
    /// Stands in a home or an office.
    Fixed,
    /// A number of a service or over the Internet (08, 09), or one whose plan is not known here.
    Other,
}

/// Why a text is no phone number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{read:?} is no phone number: {problem}")]
pub struct PhoneError {
    /// The text as it was given.
    pub read: String,
    /// What is wrong with it.
    pub problem: PhoneProblem,
}

/// What is wrong with a text that should be a phone number. Only facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhoneProblem {
    /// No digit at all.
    #[error("no digit")]
    Empty,
    /// Something that is neither a digit nor between digits.
    #[error("{found:?} at character {at}")]
    Character {
        /// The character.
        found: char,
        /// Where, counted from 1.
        at: usize,
    },
    /// Two numbers in one field.
    #[error("two numbers: {first} and {second}")]
    Several {
        /// The first, as it would be read alone.
        first: Phone,
        /// The second.
        second: Phone,
    },
    /// A short number such as 3631, 118 218 or 15: only reached from within the country, by nobody's name.
    #[error("short number {digits}")]
    Short {
        /// Its digits.
        digits: String,
    },
    /// Fewer digits than the plan asks for.
    #[error("{found} digits, {expected} expected")]
    TooShort {
        /// How many there are.
        found: usize,
        /// How many are needed.
        expected: usize,
    },
    /// More digits than the plan allows.
    #[error("{found} digits, {expected} expected")]
    TooLong {
        /// How many there are.
        found: usize,
        /// How many there may be.
        expected: usize,
    },
    /// The right length, but no operator has such a number.
    #[error("no number begins with {prefix}")]
    NotInPlan {
        /// The digits that decide, as they are dialed.
        prefix: String,
    },
    /// No country has this code.
    #[error("no country code +{prefix}")]
    UnknownCountry {
        /// The first three digits behind the `+`.
        prefix: String,
    },
}

impl Phone {
    /// Reads a number as people write it, at a place whose plan is used when no country is told.
    ///
    /// Understood: `06 12 34 56 78` with any separator, `+33`, `0033`, `(0)6`, a missing first zero
    /// (spreadsheets drop it) or plus sign, overseas numbers wherever they are dialed from
    /// (`0692…` is on La Réunion, and so is `+33 692…`, which old tills write), six- and eight-digit
    /// numbers at home in the Pacific and Saint-Pierre-et-Miquelon, and `+` or `00` with a
    /// country code. A label in front (`Tél. :`) is passed over.
    ///
    /// # Errors
    ///
    /// [`PhoneError`], with the text and the reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use comptoir_contact::phone::{Phone, Region};
    /// let phone = Phone::read("06.12.34.56.78", Region::France)?;
    /// assert_eq!(phone.as_str(), "+33612345678");
    /// assert_eq!(phone.national(), "06 12 34 56 78");
    /// # Ok::<(), comptoir_contact::phone::PhoneError>(())
    /// ```
    pub fn read(text: &str, home: Region) -> Result<Self, PhoneError> {
        let refuse = |problem| PhoneError { read: text.to_owned(), problem };
        let digits = Digits::collect(text).map_err(refuse)?;
        Self::resolve(&digits, home).map_err(|problem| match Self::halves(&digits, home) {
            Some((first, second)) => refuse(PhoneProblem::Several { first, second }),
            None => refuse(problem),
        })
    }

    fn resolve(digits: &Digits, home: Region) -> Result<Self, PhoneProblem> {
        let all = digits.as_str();
        if all.is_empty() {
            return Err(PhoneProblem::Empty);
        }
        if all.len() > 4 && all.bytes().all(|digit| digit == b'0') {
            // What is typed when a till insists on a number.
            return Err(PhoneProblem::NotInPlan { prefix: all[..4].to_owned() });
        }
        match digits.spelling() {
            Spelling::International => Self::international_digits(all, digits.has_optional_zero()),
            Spelling::National => match all.strip_prefix("00") {
                Some(rest) => Self::international_digits(rest, digits.has_optional_zero()),
                None => Self::at_home(all, home),
            },
        }
    }

    /// A number without a country: the local plan first, then the one that France shares.
    fn at_home(all: &str, home: Region) -> Result<Self, PhoneProblem> {
        // Saint-Pierre-et-Miquelon has six digits, with or without the zero.
        let local = all.strip_prefix('0').filter(|rest| rest.len() == 6 && home.shares_the_plan()).unwrap_or(all);
        if let Some(phone) = Self::local(local, home) {
            return Ok(phone);
        }
        let is_of_the_mainland = all.len() == 10 && all.starts_with('0');
        if let Some(plan) = home.local_plan().filter(|_| !home.shares_the_plan() && !is_of_the_mainland) {
            return Err(plan::misfit_local(all, plan));
        }
        if plan::is_short(all) {
            return Err(PhoneProblem::Short { digits: all.to_owned() });
        }
        match all.as_bytes() {
            [b'0', rest @ ..] if rest.len() == 9 => Self::french(&all[1..]),
            [b'1'..=b'9', ..] if all.len() == 9 => Self::french(all),
            [b'1'..=b'9', ..] if all.len() > 10 => {
                Self::without_plus(all).ok_or_else(|| plan::misfit_length(all.len(), 10))
            }
            _ => Err(plan::misfit_length(all.len(), 10)),
        }
    }

    /// `33612345678`: a French number that lost its plus sign.
    fn without_plus(all: &str) -> Option<Self> {
        let is_french = Region::CODES.iter().any(|code| all.starts_with(code));
        is_french.then(|| Self::international_digits(all, true).ok()).flatten()
    }

    /// Nine digits behind the zero that is dialed within France.
    fn french(significant: &str) -> Result<Self, PhoneProblem> {
        match plan::block(significant) {
            Some(Block { region: Region::SaintPierreEtMiquelon, .. }) if significant.starts_with("508") => {
                Self::local(&significant[3..], Region::SaintPierreEtMiquelon)
                    .ok_or_else(|| plan::not_in_plan(significant))
            }
            Some(block) => Ok(Self::of_parts(block.region.code(), significant)),
            None => Err(plan::not_in_plan(significant)),
        }
    }

    /// Six or eight digits, where such numbers are dialed.
    fn local(all: &str, home: Region) -> Option<Self> {
        let plan = home.local_plan()?;
        plan::local_kind(all, plan)?;
        Some(Self::of_parts(home.code(), all))
    }

    fn international_digits(all: &str, has_optional_zero: bool) -> Result<Self, PhoneProblem> {
        if let Some(home) = Region::of_code(all) {
            let rest = &all[home.code().len()..];
            return Self::french_abroad(rest, home);
        }
        let country = world::country(all).ok_or_else(|| world::unknown(all))?;
        let national = country.national(all, has_optional_zero);
        country.check(national)?;
        Ok(Self::of_parts(country.code(all), national))
    }

    /// What stands behind a code of France or of one of its territories.
    fn french_abroad(rest: &str, region: Region) -> Result<Self, PhoneProblem> {
        if let Some(phone) = Self::local(rest, region) {
            return Ok(phone);
        }
        if let Some(plan) = region.local_plan().filter(|_| !region.shares_the_plan()) {
            return Err(plan::misfit_local(rest, plan));
        }
        let significant = rest.strip_prefix('0').unwrap_or(rest);
        if significant.len() != 9 {
            return Err(plan::misfit_length(significant.len(), 9));
        }
        if significant.starts_with(['8', '9']) {
            return Ok(Self::of_parts(region.code(), significant));
        }
        Self::french(significant)
    }

    /// Two numbers of ten digits in one field.
    fn halves(digits: &Digits, home: Region) -> Option<(Self, Self)> {
        let all = digits.as_str();
        if all.len() != 20 || !home.shares_the_plan() {
            return None;
        }
        let (first, second) = all.split_at(10);
        Some((Self::at_home(first, home).ok()?, Self::at_home(second, home).ok()?))
    }

    fn of_parts(code: &str, national: &str) -> Self {
        let mut bytes = [0; MAX_DIGITS + 1];
        bytes[0] = b'+';
        let (start, end) = (1 + code.len(), 1 + code.len() + national.len());
        bytes[1..start].copy_from_slice(code.as_bytes());
        bytes[start..end].copy_from_slice(national.as_bytes());
        Self { bytes, length: u8::try_from(end).expect("at most sixteen bytes") }
    }

    /// The number as it is stored and sent: `+` and digits (E.164).
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("only a plus and digits")
    }

    /// The digits without the plus sign, as gateways want them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.as_str()[1..]
    }

    /// Where in France the number is; `None` abroad. Saint-Martin and Saint-Barthélemy count as
    /// Guadeloupe, whose code they share.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        let region = Region::of_code(self.digits())?;
        let national = &self.digits()[region.code().len()..];
        let block = plan::block(national).filter(|block| block.region.code() == region.code());
        Some(block.map_or(region, |block| block.region))
    }

    /// What the number can do.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        let digits = self.digits();
        let Some(region) = Region::of_code(digits) else {
            return world::kind(digits);
        };
        let national = &digits[region.code().len()..];
        let local = region.local_plan().and_then(|plan| plan::local_kind(national, plan));
        local.or_else(|| plan::block(national).map(|block| block.kind)).unwrap_or(PhoneKind::Other)
    }

    /// Whether text messages can be sent to the number, as far as its digits tell.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.kind() == PhoneKind::Mobile
    }

    /// The number as it is dialed in France, in pairs: `06 12 34 56 78`. Numbers that are not in the
    /// ten-digit plan (abroad, the Pacific) are written with their country code.
    #[must_use]
    pub fn national(&self) -> String {
        let Some(region) = Region::of_code(self.digits()).filter(|region| region.shares_the_plan()) else {
            return self.international();
        };
        let local = &self.digits()[region.code().len()..];
        match plan::block(local) {
            Some(block) if block.region.code() == region.code() => spelling::pairs(&format!("0{local}"), 2),
            None if local.len() == 6 => spelling::pairs(&format!("0{}{local}", region.code()), 2),
            // Services overseas are written like those of the mainland, and are others.
            _ => self.international(),
        }
    }

    /// The number as it is dialed from anywhere: `+33 6 12 34 56 78`, `+262 692 12 34 56`.
    #[must_use]
    pub fn international(&self) -> String {
        let digits = self.digits();
        let code = match Region::of_code(digits) {
            Some(region) => region.code(),
            None => world::code(digits),
        };
        let first = if code == Region::France.code() { 1 } else { 2 };
        format!("+{code} {}", spelling::pairs(&digits[code.len()..], first))
    }

    /// The number as people at a place expect to read it: like [`Phone::national`], and without any
    /// code for local numbers of the Pacific and of Saint-Pierre-et-Miquelon.
    #[must_use]
    pub fn shown_at(&self, home: Region) -> String {
        let national = self.digits().strip_prefix(home.code());
        let local = national.filter(|n| home.local_plan().and_then(|plan| plan::local_kind(n, plan)).is_some());
        local.map_or_else(|| self.national(), |digits| spelling::pairs(digits, 2))
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phone({})", self.as_str())
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
