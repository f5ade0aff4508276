# cmake -DDIRECTORY=… -P fresh_directory.cmake: the directory, empty.
file(REMOVE_RECURSE "${DIRECTORY}")
file(MAKE_DIRECTORY "${DIRECTORY}")
