//! Places during a walk.

use super::Pointer;

/// The way from the root of a tree to a node, as a chain through the stack frames of a walk.
///
/// A step costs nothing; the text of a [`Pointer`] is only built when there is something to report.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trail<'p> {
    /// The whole document.
    Root,
    /// A member of an object.
    Key(&'p Trail<'p>, &'p str),
    /// An item of a list.
    Item(&'p Trail<'p>, usize),
}

impl<'p> Trail<'p> {
    /// Returns the trail of a member of the object here.
    pub(crate) fn key(&'p self, key: &'p str) -> Self {
        Self::Key(self, key)
    }

    /// Returns the trail of an item of the list here.
    pub(crate) fn item(&'p self, index: usize) -> Self {
        Self::Item(self, index)
    }

    /// Returns the trail without its last step; the root's own for the root.
    pub(crate) fn parent(&self) -> Self {
        match self {
            Self::Root => Self::Root,
            Self::Key(parent, _) | Self::Item(parent, _) => **parent,
        }
    }

    /// Returns the key of the last step; `None` for the root and for an item of a list.
    pub(crate) fn last_key(&self) -> Option<&'p str> {
        match self {
            Self::Key(_, key) => Some(key),
            Self::Root | Self::Item(..) => None,
        }
    }

    /// Returns the place as a pointer.
    pub(crate) fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::root();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, to: &mut Pointer) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(to);
                to.push(key);
            }
            Self::Item(parent, index) => {
                parent.write(to);
                to.push(index);
            }
        }
    }
}
