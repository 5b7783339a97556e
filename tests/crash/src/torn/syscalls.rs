//! Which system calls change files, and where their arguments are. Linux on x86-64.

use libc::c_long;

/// A system call that matters, as it was entered. File descriptors and addresses are the process's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// May create a file or cut it to nothing.
    Open {
        /// Descriptor of the directory a relative path starts from.
        at: u64,
        /// Address of the path.
        path: u64,
        /// The flags.
        flags: u64,
    },
    /// Writes one buffer.
    Write {
        /// Where to.
        fd: u64,
        /// Address of the bytes.
        buffer: u64,
        /// The place in the file; none: the descriptor's position.
        offset: Option<u64>,
    },
    /// Writes several buffers.
    WriteVector {
        /// Where to.
        fd: u64,
        /// Address of the list of buffers.
        list: u64,
        /// How many buffers.
        count: u64,
        /// The place in the file; none: the descriptor's position.
        offset: Option<u64>,
    },
    /// Sets the length of a file.
    SetLength {
        /// The file.
        fd: u64,
        /// In bytes.
        length: u64,
    },
    /// Reserves space, and may lengthen the file.
    Allocate {
        /// The file.
        fd: u64,
        /// What exactly; zero is the plain kind.
        mode: u64,
        /// The length the file will have at least.
        end: u64,
    },
    /// Syncs a file or directory.
    Sync {
        /// Which.
        fd: u64,
        /// Whether only data are asked for.
        is_data_only: bool,
    },
    /// Changes a name.
    Rename {
        /// Descriptor and address of the old path.
        from: (u64, u64),
        /// Descriptor and address of the new path.
        to: (u64, u64),
    },
    /// Removes a name.
    Remove {
        /// Descriptor and address of the path.
        path: (u64, u64),
    },
    /// Makes a directory.
    MakeDir {
        /// Descriptor and address of the path.
        path: (u64, u64),
    },
    /// Maps a file.
    Map {
        /// The file.
        fd: u64,
    },
    /// Writes in a way that is not recorded.
    Unknown {
        /// The number of the call.
        number: c_long,
    },
}

/// What stands for the working directory in place of a descriptor.
pub(super) const HERE: u64 = libc::AT_FDCWD.cast_unsigned() as u64;

/// The call with this number and these arguments, if it matters.
pub(super) fn decode(number: c_long, arguments: [u64; 6]) -> Option<Call> {
    let [a, b, c, d, ..] = arguments;
    Some(match number {
        libc::SYS_open => Call::Open { at: HERE, path: a, flags: b },
        libc::SYS_creat => Call::Open { at: HERE, path: a, flags: bits(libc::O_CREAT) },
        libc::SYS_openat => Call::Open { at: a, path: b, flags: c },
        libc::SYS_write => Call::Write { fd: a, buffer: b, offset: None },
        libc::SYS_pwrite64 => Call::Write { fd: a, buffer: b, offset: Some(d) },
        libc::SYS_writev => Call::WriteVector { fd: a, list: b, count: c, offset: None },
        libc::SYS_pwritev => Call::WriteVector { fd: a, list: b, count: c, offset: Some(d) },
        libc::SYS_ftruncate => Call::SetLength { fd: a, length: b },
        libc::SYS_fallocate => Call::Allocate { fd: a, mode: b, end: c + d },
        libc::SYS_fsync => Call::Sync { fd: a, is_data_only: false },
        libc::SYS_fdatasync => Call::Sync { fd: a, is_data_only: true },
        libc::SYS_rename => Call::Rename { from: (HERE, a), to: (HERE, b) },
        libc::SYS_renameat | libc::SYS_renameat2 => Call::Rename { from: (a, b), to: (c, d) },
        libc::SYS_unlink | libc::SYS_rmdir => Call::Remove { path: (HERE, a) },
        libc::SYS_unlinkat => Call::Remove { path: (a, b) },
        libc::SYS_mkdir => Call::MakeDir { path: (HERE, a) },
        libc::SYS_mkdirat => Call::MakeDir { path: (a, b) },
        libc::SYS_mmap if is_shared_writing(c, d) => Call::Map { fd: arguments[4] },
        libc::SYS_openat2
        | libc::SYS_truncate
        | libc::SYS_pwritev2
        | libc::SYS_copy_file_range
        | libc::SYS_sendfile
        | libc::SYS_splice
        | libc::SYS_link
        | libc::SYS_linkat
        | libc::SYS_symlink
        | libc::SYS_symlinkat
        | libc::SYS_io_uring_setup
        | libc::SYS_io_submit => Call::Unknown { number },
        _ => return None,
    })
}

/// The bits of a flag of the C library.
pub(super) const fn bits(flag: libc::c_int) -> u64 {
    flag.cast_unsigned() as u64
}

fn is_shared_writing(protection: u64, flags: u64) -> bool {
    let is_writable = protection & bits(libc::PROT_WRITE) != 0;
    let is_anonymous = flags & bits(libc::MAP_ANONYMOUS) != 0;
    is_writable && !is_anonymous && flags & bits(libc::MAP_SHARED) != 0
}
