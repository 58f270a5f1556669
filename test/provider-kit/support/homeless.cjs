// Gives this process a user id without a name or a home.
"use strict";
require("node:os").homedir = () => {
  throw new Error("A system error occurred: uv_os_homedir returned ENOENT (no such file or directory)");
};
