"""The warehouse files: the build file with its lock, the published file, its versions and exports."""
