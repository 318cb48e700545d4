/// Where the files of one package come from: a directory, or an archive in memory.
protocol PackageSource {
    /// Whether there is anything of that name, whatever it is.
    func contains(_ path: String) -> Bool

    /// The whole content of one file. Throws a rejection if there is none, or none that may be used.
    func read(_ path: String, limit: Int) throws(PluginRejection) -> [UInt8]

    /// The paths of all files, hidden ones too, sorted. Throws a rejection for anything that is no plain file.
    func paths() throws(PluginRejection) -> [String]
}
