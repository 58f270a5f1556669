/** Name of the executable. */
const PROGRAM = "gitpod-azure-devops";

const BASH = `# Completes ${PROGRAM} in bash.
_gitpod_azure_devops() {
  local start=1 value description
  local runner=("\${COMP_WORDS[0]}")
  COMPREPLY=()
  if [[ \${COMP_WORDS[0]##*/} == npx ]]; then
    while [[ \${COMP_WORDS[start]} == -* ]]; do ((start++)); done
    [[ \${COMP_WORDS[start]} == ${PROGRAM} ]] && ((COMP_CWORD > start)) || return
    ((start++))
    runner=(npx --no ${PROGRAM})
    [[ -x node_modules/.bin/${PROGRAM} ]] && runner=(node_modules/.bin/${PROGRAM})
  fi
  while IFS=$'\\t' read -r value description; do
    COMPREPLY+=("$value")
  done < <("\${runner[@]}" complete -- "\${COMP_WORDS[@]:start:COMP_CWORD-start+1}" 2>/dev/null </dev/null)
  if [[ \${COMPREPLY[0]} == :files ]]; then
    COMPREPLY=()
    compopt -o filenames 2>/dev/null
    while read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]#=}")
  fi
}
complete -F _gitpod_azure_devops ${PROGRAM}
complete -p npx >/dev/null 2>&1 || complete -o bashdefault -o default -F _gitpod_azure_devops npx
`;

const ZSH = `# Completes ${PROGRAM} in zsh.
_gitpod_azure_devops() {
  local start=2 line value
  local -a runner lines described
  runner=("\${words[1]}")
  if [[ \${words[1]:t} == npx ]]; then
    while [[ \${words[start]} == -* ]]; do ((start++)); done
    if [[ \${words[start]} != ${PROGRAM} ]] || ((CURRENT <= start)); then
      \${_gitpod_azure_devops_npx:-_default}
      return
    fi
    ((start++))
    runner=(npx --no ${PROGRAM})
    [[ -x node_modules/.bin/${PROGRAM} ]] && runner=(node_modules/.bin/${PROGRAM})
  fi
  lines=("\${(@f)$("\${runner[@]}" complete -- "\${(@Q)words[start,CURRENT]}" 2>/dev/null </dev/null)}")
  if [[ \${lines[1]%%$'\\t'*} == :files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
    return
  fi
  for line in "\${lines[@]}"; do
    [[ -n $line ]] || continue
    value=\${line%%$'\\t'*}
    described+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done
  ((\${#described})) && _describe -V ${PROGRAM} described
}
[[ \${_comps[npx]} == _gitpod_azure_devops ]] || _gitpod_azure_devops_npx=\${_comps[npx]}
compdef _gitpod_azure_devops ${PROGRAM} npx
`;

const FISH = `# Completes ${PROGRAM} in fish.
function __gitpod_azure_devops_words
    set -l words (commandline -opc)
    if string match -qr '(^|/)npx$' -- $words[1]
        set -e words[1]
        while string match -q -- '-*' $words[1]
            set -e words[1]
        end
        test "$words[1]" = ${PROGRAM}; or return 1
    end
    set -e words[1]
    printf '%s\\n' $words
end
function __gitpod_azure_devops
    set -l words (__gitpod_azure_devops_words)
    set -l current (commandline -ct)
    set -l runner (commandline -opc)[1]
    if string match -qr '(^|/)npx$' -- $runner
        set runner npx --no ${PROGRAM}
        test -x node_modules/.bin/${PROGRAM}; and set runner node_modules/.bin/${PROGRAM}
    end
    set -l found ($runner complete -- $words "$current" 2>/dev/null </dev/null)
    if string match -q ':files*' -- $found[1]
        __fish_complete_path (string replace -r '^--[^=]+=' '' -- "$current")
    else
        printf '%s\\n' $found
    end
end
complete -c ${PROGRAM} -f -a '(__gitpod_azure_devops)'
complete -c npx -n '__gitpod_azure_devops_words >/dev/null' -f -a '(__gitpod_azure_devops)'
`;

const POWERSHELL = `# Completes ${PROGRAM} in PowerShell.
Register-ArgumentCompleter -Native -CommandName '${PROGRAM}', 'npx' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $before = $commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition }
  $words = @($before | ForEach-Object { $_.Extent.Text })
  $runner, $words = $words
  $arguments = @('complete')
  if ((Split-Path -Leaf $runner) -match '^npx(\\.\\w+)?$') {
    while ($words -and $words[0] -like '-*') { $null, $words = $words }
    if (-not $words -or $words[0] -ne '${PROGRAM}') { return }
    $null, $words = $words
    $runner = 'npx'
    $arguments = @('--no', '${PROGRAM}', 'complete')
  }
  # Older versions do not pass an empty argument on.
  if ($wordToComplete -eq '') { $arguments += '--next' }
  $arguments += '--'
  & $runner @arguments @words 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if ($value -eq ':files') { return }
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}
`;

/** The script for each shell. It runs the program's hidden command \`complete\` at each Tab. */
export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL } as const;

export type Shell = keyof typeof SCRIPTS;
