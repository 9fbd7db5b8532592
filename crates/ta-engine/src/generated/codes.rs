// Generated from spec/errors.toml by `npm run generate`. Do not edit.

/// A diagnostic code that the engine can answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Code {
    /// Bytes that are no plan.
    NotAPlan = 6001,
    /// A plan that ends early.
    PlanTruncated = 6002,
    /// Bytes after a plan's end.
    PlanTrailing = 6003,
    /// A plan of another format version.
    PlanVersion = 6004,
    /// A plan whose digest does not match its bytes.
    PlanDigest = 6005,
    /// A plan that is not in deterministic CBOR.
    PlanEncoding = 6006,
    /// A critical section that this engine does not know.
    PlanSection = 6007,
    /// A section that is not of its shape.
    PlanShape = 6008,
    /// A kernel version that this engine lacks.
    KernelMissing = 6009,
    /// A register that is not defined before its use.
    RegisterInvalid = 6010,
    /// A register or scalar of the wrong type.
    TypeInvalid = 6011,
    /// A scalar that is not defined before its use.
    ScalarInvalid = 6012,
    /// A window, state or count beyond the limit.
    BoundExceeded = 6013,
    /// A window without a finite bound.
    WindowUnbounded = 6014,
    /// A warm-up that differs from the recomputed one.
    WarmupWrong = 6015,
    /// A plan whose registers are not in canonical order.
    NotCanonical = 6016,
    /// A value used where its guard prunes it.
    GuardInvalid = 6017,
    /// Bytes that are no snapshot.
    SnapshotInvalid = 6020,
    /// A snapshot of another plan or other parameters.
    SnapshotForeign = 6021,
    /// A snapshot of another format version.
    SnapshotVersion = 6022,
    /// A snapshot whose digest does not match its bytes.
    SnapshotDigest = 6023,
    /// A data file that cannot be read.
    FileUnreadable = 7001,
    /// A data file without rows.
    FileEmpty = 7002,
    /// A data file that is not of its format.
    FileBinary = 7003,
    /// A row with more or fewer fields than the header.
    RaggedRow = 7004,
    /// Text where a number is due.
    NotANumber = 7005,
    /// An infinite value in an input.
    InfiniteValue = 7006,
    /// A time stamp before the one above it.
    UnsortedTime = 7007,
    /// A time stamp that repeats.
    DuplicateTime = 7008,
    /// A column that the program needs and the data lacks.
    MissingColumn = 7009,
    /// Columns of different lengths.
    ColumnLength = 7010,
    /// A time stamp that cannot be read.
    BadTime = 7011,
    /// Two columns of one name.
    DuplicateColumn = 7012,
    /// Several symbols without a column to run by.
    SeveralSymbols = 7013,
    /// A parameter that the plan does not have.
    ParameterUnknown = 8001,
    /// A parameter's value of the wrong type or outside its range.
    ParameterInvalid = 8002,
    /// A buffer of another length or type than the output's.
    OutputBuffer = 8003,
    /// A session used after its end.
    SessionClosed = 8004,
    /// A feature that is not in this version.
    NotInThisVersion = 8005,
    /// A parameter without a default that was not given.
    ParameterMissing = 8006,
    /// A command used wrongly.
    Usage = 8007,
    /// Work that was stopped.
    Interrupted = 8008,
    /// A file that cannot be written.
    OutputUnwritable = 8009,
    /// A program whose layout is not the formatter's.
    NotFormatted = 8010,
    /// A sweep whose results or work would take more memory than it may.
    GridTooLarge = 8011,
    /// An entry of a plan cache that is not used.
    CacheEntry = 8012,
    /// A folder that cannot hold a plan cache.
    CacheUnusable = 8013,
    /// A run beyond the time or the work that it may take.
    OverBudget = 8014,
    /// A pointer of C that must not be NULL, or is not aligned.
    PointerInvalid = 8030,
    /// A handle of C that was freed, is of another kind or never was one.
    HandleInvalid = 8031,
    /// Arrow data that is no batch of columns of numbers.
    ArrowUnreadable = 8032,
    /// A fault of ours.
    Internal = 9001,
}

impl Code {
    /// The title that `spec/errors.toml` gives the code.
    pub const fn title(self) -> &'static str {
        match self {
            Code::NotAPlan => "Bytes that are no plan",
            Code::PlanTruncated => "A plan that ends early",
            Code::PlanTrailing => "Bytes after a plan's end",
            Code::PlanVersion => "A plan of another format version",
            Code::PlanDigest => "A plan whose digest does not match its bytes",
            Code::PlanEncoding => "A plan that is not in deterministic CBOR",
            Code::PlanSection => "A critical section that this engine does not know",
            Code::PlanShape => "A section that is not of its shape",
            Code::KernelMissing => "A kernel version that this engine lacks",
            Code::RegisterInvalid => "A register that is not defined before its use",
            Code::TypeInvalid => "A register or scalar of the wrong type",
            Code::ScalarInvalid => "A scalar that is not defined before its use",
            Code::BoundExceeded => "A window, state or count beyond the limit",
            Code::WindowUnbounded => "A window without a finite bound",
            Code::WarmupWrong => "A warm-up that differs from the recomputed one",
            Code::NotCanonical => "A plan whose registers are not in canonical order",
            Code::GuardInvalid => "A value used where its guard prunes it",
            Code::SnapshotInvalid => "Bytes that are no snapshot",
            Code::SnapshotForeign => "A snapshot of another plan or other parameters",
            Code::SnapshotVersion => "A snapshot of another format version",
            Code::SnapshotDigest => "A snapshot whose digest does not match its bytes",
            Code::FileUnreadable => "A data file that cannot be read",
            Code::FileEmpty => "A data file without rows",
            Code::FileBinary => "A data file that is not of its format",
            Code::RaggedRow => "A row with more or fewer fields than the header",
            Code::NotANumber => "Text where a number is due",
            Code::InfiniteValue => "An infinite value in an input",
            Code::UnsortedTime => "A time stamp before the one above it",
            Code::DuplicateTime => "A time stamp that repeats",
            Code::MissingColumn => "A column that the program needs and the data lacks",
            Code::ColumnLength => "Columns of different lengths",
            Code::BadTime => "A time stamp that cannot be read",
            Code::DuplicateColumn => "Two columns of one name",
            Code::SeveralSymbols => "Several symbols without a column to run by",
            Code::ParameterUnknown => "A parameter that the plan does not have",
            Code::ParameterInvalid => "A parameter's value of the wrong type or outside its range",
            Code::OutputBuffer => "A buffer of another length or type than the output's",
            Code::SessionClosed => "A session used after its end",
            Code::NotInThisVersion => "A feature that is not in this version",
            Code::ParameterMissing => "A parameter without a default that was not given",
            Code::Usage => "A command used wrongly",
            Code::Interrupted => "Work that was stopped",
            Code::OutputUnwritable => "A file that cannot be written",
            Code::NotFormatted => "A program whose layout is not the formatter's",
            Code::GridTooLarge => "A sweep whose results or work would take more memory than it may",
            Code::CacheEntry => "An entry of a plan cache that is not used",
            Code::CacheUnusable => "A folder that cannot hold a plan cache",
            Code::OverBudget => "A run beyond the time or the work that it may take",
            Code::PointerInvalid => "A pointer of C that must not be NULL, or is not aligned",
            Code::HandleInvalid => "A handle of C that was freed, is of another kind or never was one",
            Code::ArrowUnreadable => "Arrow data that is no batch of columns of numbers",
            Code::Internal => "A fault of ours",
        }
    }
}
