import { Argument, Command } from "commander";
import { SCRIPTS, type Shell } from "./completion/scripts.ts";

const NOTES = `
The script completes \`gitpod-azure-devops\` and \`npx gitpod-azure-devops\`: commands, flags, their values, names of stacks. Write it to a
file that your shell reads when it starts:

  bash        npx gitpod-azure-devops completion bash > ~/.gitpod-azure-devops.bash
              echo 'source ~/.gitpod-azure-devops.bash' >> ~/.bashrc
  zsh         npx gitpod-azure-devops completion zsh > ~/.gitpod-azure-devops.zsh
              echo 'source ~/.gitpod-azure-devops.zsh' >> ~/.zshrc      (after compinit)
  fish        npx gitpod-azure-devops completion fish > ~/.config/fish/conf.d/gitpod-azure-devops.fish
  PowerShell  npx gitpod-azure-devops completion powershell >> $PROFILE`;

export const command = new Command("completion")
  .description("Prints the script by which a shell completes this command.")
  .addArgument(new Argument("<shell>", "shell to complete in").choices(Object.keys(SCRIPTS)))
  .addHelpText("after", NOTES)
  .action((shell: Shell) => {
    process.stdout.write(SCRIPTS[shell]);
  });
