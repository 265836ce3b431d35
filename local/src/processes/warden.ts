import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A tiny shell beside us that outlives us: when our end of its pipe closes, however we ended, it stops the process groups
 * it was told about. So even SIGKILL leaves no broker and no database behind.
 */
const script = `
trap '' INT TERM HUP
groups=' '
while read -r what group; do
  case $what in
    add) groups=" $group$groups" ;;
    remove) groups=$(printf '%s' "$groups" | sed "s/ $group / /") ;;
  esac
done
for group in $groups; do
  kill -s TERM -- "-$group" 2>/dev/null
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -s 0 -- "-$group" 2>/dev/null || continue 2
    sleep 0.2
  done
  kill -s KILL -- "-$group" 2>/dev/null
done
`;

let shell: ChildProcess | undefined;

/** Has the process group stopped should this process end without doing so. */
export const guard = (group: number): void => tell(`add ${group}`);

/** The group has ended: its number may be another's from now on. */
export const release = (group: number): void => tell(`remove ${group}`);

function tell(line: string): void {
  shell ??= startShell();
  shell.stdin?.write(`${line}\n`);
}

function startShell(): ChildProcess {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin?.on('error', () => (shell = undefined));
  child.once('exit', () => (shell = undefined));
  // Neither the shell nor its pipe keeps us alive; when we end, the pipe closes and the shell ends, too.
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
