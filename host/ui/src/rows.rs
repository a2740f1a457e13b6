//! Rows of a list, changed in place: only what differs is drawn again.

use comptoir_screens::slint::{Model as _, ModelRc, VecModel};

/// Makes a list hold these rows. A list that is ours is changed row by row; another is replaced.
pub(crate) fn refresh<T: Clone + PartialEq + 'static>(
    current: &ModelRc<T>,
    rows: Vec<T>,
    replace: impl FnOnce(ModelRc<T>),
) {
    let Some(model) = current.as_any().downcast_ref::<VecModel<T>>() else {
        return replace(ModelRc::new(VecModel::from(rows)));
    };
    while model.row_count() > rows.len() {
        model.remove(model.row_count() - 1);
    }
    for (index, row) in rows.into_iter().enumerate() {
        match model.row_data(index) {
            Some(old) if old == row => {}
            Some(_) => model.set_row_data(index, row),
            None => model.push(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use comptoir_screens::slint::SharedString;

    use super::*;

    #[test]
    fn a_list_becomes_what_it_is_told() {
        let list = ModelRc::new(VecModel::<SharedString>::default());
        for wanted in [&["a", "b", "c"][..], &["a", "x"], &[], &["y", "y", "z", "a"]] {
            let rows = wanted.iter().map(|row| SharedString::from(*row)).collect();
            refresh(&list, rows, |_| panic!("ours is changed in place"));
            assert_eq!(list.iter().collect::<Vec<_>>(), wanted);
        }
    }

    #[test]
    fn a_list_of_the_markup_is_replaced() {
        let mut replaced = None;
        refresh(&ModelRc::new(3_usize), vec![1], |rows| replaced = Some(rows));
        assert_eq!(replaced.unwrap().row_count(), 1);
    }
}
