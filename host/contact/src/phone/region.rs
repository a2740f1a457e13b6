//! The territories of France, by their numbering plan.

use super::plan::LocalPlan;

/// Where a number is dialed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// The mainland and Corsica, +33.
    #[default]
    France,
    /// Guadeloupe, +590; with Saint-Martin and Saint-Barthélemy.
    Guadeloupe,
    /// Martinique, +596.
    Martinique,
    /// Guyane, +594.
    Guyane,
    /// La Réunion, +262.
    Reunion,
    /// Mayotte, +262 as well.
    Mayotte,
    /// Saint-Pierre-et-Miquelon, +508.
    SaintPierreEtMiquelon,
    /// New Caledonia, +687: six digits, a plan of its own.
    NewCaledonia,
    /// French Polynesia, +689: eight digits, a plan of its own.
    FrenchPolynesia,
    /// Wallis and Futuna, +681: six digits, a plan of its own.
    WallisEtFutuna,
}

impl Region {
    /// All codes, without the plus sign.
    pub(super) const CODES: [&'static str; 9] = ["33", "590", "596", "594", "262", "508", "687", "689", "681"];

    /// The country code, without the plus sign.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::France => "33",
            Self::Guadeloupe => "590",
            Self::Martinique => "596",
            Self::Guyane => "594",
            Self::Reunion | Self::Mayotte => "262",
            Self::SaintPierreEtMiquelon => "508",
            Self::NewCaledonia => "687",
            Self::FrenchPolynesia => "689",
            Self::WallisEtFutuna => "681",
        }
    }

    /// The territory of a postcode; the mainland for what is not overseas.
    #[must_use]
    pub fn of_postcode(postcode: &str) -> Self {
        match postcode.trim().get(..3) {
            Some("971" | "977" | "978") => Self::Guadeloupe,
            Some("972") => Self::Martinique,
            Some("973") => Self::Guyane,
            Some("974") => Self::Reunion,
            Some("975") => Self::SaintPierreEtMiquelon,
            Some("976") => Self::Mayotte,
            Some("986") => Self::WallisEtFutuna,
            Some("987") => Self::FrenchPolynesia,
            Some("988") => Self::NewCaledonia,
            _ => Self::France,
        }
    }

    /// The territory whose code stands in front of these digits; La Réunion for the code it shares.
    pub(super) fn of_code(digits: &str) -> Option<Self> {
        if digits.starts_with("33") {
            return Some(Self::France);
        }
        match digits.get(..3)? {
            "590" => Some(Self::Guadeloupe),
            "596" => Some(Self::Martinique),
            "594" => Some(Self::Guyane),
            "262" => Some(Self::Reunion),
            "508" => Some(Self::SaintPierreEtMiquelon),
            "687" => Some(Self::NewCaledonia),
            "689" => Some(Self::FrenchPolynesia),
            "681" => Some(Self::WallisEtFutuna),
            _ => None,
        }
    }

    /// Whether ten-digit numbers that begin with zero are dialed here.
    #[must_use]
    pub fn shares_the_plan(self) -> bool {
        !matches!(self, Self::NewCaledonia | Self::FrenchPolynesia | Self::WallisEtFutuna)
    }

    /// The short plan of its own, if it has one.
    pub(super) fn local_plan(self) -> Option<LocalPlan> {
        match self {
            Self::SaintPierreEtMiquelon => Some(LocalPlan::SaintPierre),
            Self::NewCaledonia => Some(LocalPlan::Caledonia),
            Self::FrenchPolynesia => Some(LocalPlan::Polynesia),
            Self::WallisEtFutuna => Some(LocalPlan::Wallis),
            _ => None,
        }
    }
}
