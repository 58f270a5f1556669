// Makes this process one of a user id that has no name and no home.
"use strict";
require("node:os").homedir = () => {
  throw new Error("A system error occurred: uv_os_homedir returned ENOENT (no such file or directory)");
};
