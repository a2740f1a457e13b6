//! Postal addresses: the six lines of the French norm (NF Z10-011).
//!
//! The parts are kept as people write them. [`Address::lines`] writes them as the post wants to read
//! them; [`Address::check`] tells what would come back.

mod check;
mod street;

pub use self::check::{AddressIssue, AddressLine};
use crate::department::Department;
use crate::fold;

/// The most characters of a line, spaces included.
pub const MAX_LINE: usize = 38;

/// Where mail is delivered, part by part. An empty part is an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// Line 2: flat, floor, staircase, or the service within a company.
    pub complement: String,
    /// Line 3: building, residence, entrance.
    pub building: String,
    /// Line 4: number and street.
    pub street: String,
    /// Line 5: hamlet, post-office box.
    pub place: String,
    /// The postcode of line 6.
    pub postcode: String,
    /// The town of line 6, with its CEDEX.
    pub city: String,
    /// The country; empty for France.
    pub country: String,
}

impl Address {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.trim().is_empty())
    }

    fn parts(&self) -> [&str; 7] {
        [&self.complement, &self.building, &self.street, &self.place, &self.postcode, &self.city, &self.country]
    }

    /// Whether the address is in France, the overseas territories included.
    #[must_use]
    pub fn is_french(&self) -> bool {
        matches!(fold::key(&self.country).as_str(), "" | "fr" | "fra" | "france")
    }

    /// The department, by postcode and town.
    #[must_use]
    pub fn department(&self) -> Option<Department> {
        if self.is_french() { Department::of_postcode(&self.postcode, &self.city) } else { None }
    }

    /// The lines as they are printed, behind the name of who gets the mail; empty lines are left out.
    ///
    /// In France, lines 4 to 6 are in capitals without accents and without punctuation (the hyphen or slash
    /// between two numbers stays: `12-14` is not `12 14`), and a street that is too long is abbreviated.
    /// Abroad the lines stay as they are written, but for the town and the country in capitals.
    /// Nothing is cut: see [`Address::check`].
    ///
    /// # Examples
    ///
    /// ```
    /// use comptoir_contact::Address;
    /// let address = Address {
    ///     street: "12 bis, rue de l'Église".into(),
    ///     postcode: "42000".into(),
    ///     city: "Saint-Étienne".into(),
    ///     ..Address::default()
    /// };
    /// assert_eq!(
    ///     address.lines("Mme Claire Lefèvre"),
    ///     ["Mme Claire Lefèvre", "12 BIS RUE DE L EGLISE", "42000 SAINT ETIENNE"]
    /// );
    /// ```
    #[must_use]
    pub fn lines(&self, identity: &str) -> Vec<String> {
        let printed = self.printed(identity).into_iter().map(|(_, text)| text);
        printed.filter(|text| !text.is_empty()).collect()
    }

    /// All lines, the empty ones too.
    fn printed(&self, identity: &str) -> [(AddressLine, String); 7] {
        let city = format!("{} {}", self.postcode, self.city);
        let (street, place, city, country) = if self.is_french() {
            (street::fit(&plain(&self.street)), plain(&self.place), plain(&city), String::new())
        } else {
            let capitals = |text: &str| fold::tidy(text).to_uppercase();
            (fold::tidy(&self.street), fold::tidy(&self.place), capitals(&city), capitals(&self.country))
        };
        [
            (AddressLine::Identity, fold::tidy(identity)),
            (AddressLine::Complement, fold::tidy(&self.complement)),
            (AddressLine::Building, fold::tidy(&self.building)),
            (AddressLine::Street, street),
            (AddressLine::Place, place),
            (AddressLine::City, city),
            (AddressLine::Country, country),
        ]
    }
}

/// Capitals without accents and punctuation, as sorting machines read them.
fn plain(text: &str) -> String {
    let capitals: Vec<char> = fold::unaccented(text).to_uppercase().chars().collect();
    let is_number = |index: Option<usize>| index.and_then(|i| capitals.get(i)).is_some_and(char::is_ascii_digit);
    let keep = |(index, letter): (usize, &char)| {
        let joins_numbers =
            matches!(letter, '-' | '/') && is_number(index.checked_sub(1)) && is_number(Some(index + 1));
        if letter.is_alphanumeric() || joins_numbers { *letter } else { ' ' }
    };
    fold::tidy(&capitals.iter().enumerate().map(keep).collect::<String>())
}

#[cfg(test)]
mod tests;
