/*
 * Pieces of scripts that run in a seat. What is tried prints "through: ..." when it worked and "held: ..." when it
 * was refused; a control, by the same means where there is no wall, prints "works: ..." or "broken: ..." (see
 * judgeLines). Kernel calls are made from perl, which every Debian has.
 */

/**
 * Shell: `try WHAT COMMAND...` runs the command and tells how it went. `denied` is stricter: a failure that is no
 * refusal of rights (a wrong option, a file that is not there) is none by the wall, so that it counts as through.
 * `works WHAT COMMAND...` is a control.
 */
export const TRY = `
works() {
  what=$1; shift
  if said=$(timeout 8 "$@" 2>&1); then echo "works: $what"; else echo "broken: $what ($(printf %s "$said" | tail -n 1 | cut -c 1-90))"; fi
}
denied() {
  what=$1; shift
  if said=$(timeout 8 "$@" 2>&1); then echo "through: $what"
  elif printf %s "$said" | grep -qiE 'not permitted|permission denied|must be superuser'; then echo "held: $what"
  else echo "through: $what is stopped by something else ($(printf %s "$said" | tail -n 1 | cut -c 1-90))"; fi
}
try() {
  what=$1; shift
  if said=$(timeout 8 "$@" 2>&1); then echo "through: $what"
  else echo "held: $what ($(printf %s "$said" | grep -v 'dmesg(1)' | grep -m 1 -iE 'permit|denied|no such|invalid|refused|fail|cannot|not' | cut -c 1-90))"; fi
}
`;

/**
 * Perl: numbers of kernel calls on this processor, and `tell_call WHAT, RESULT, ERRORS...`: held when the call was
 * refused for want of rights, or with one of these errors; any other error says that it came past the wall.
 * `tell_works` is a control. That the numbers are right is one, too.
 */
export const CALLS = `
use strict; use warnings; use Fcntl; use Errno;
chomp(my $machine = \`uname -m\`);
my %all = (
  x86_64 => { getpid => 39, mount => 165, swapon => 167, ioctl => 16, init_module => 175, kexec_load => 246, add_key => 248, keyctl => 250, request_key => 249,
    perf_event_open => 298, name_to_handle_at => 303, open_by_handle_at => 304, bpf => 321 },
  aarch64 => { getpid => 172, mount => 40, swapon => 224, ioctl => 29, init_module => 105, kexec_load => 104, add_key => 217, keyctl => 219, request_key => 218,
    perf_event_open => 241, name_to_handle_at => 264, open_by_handle_at => 265, bpf => 280 },
);
my %call = %{ $all{$machine} or die "no numbers of kernel calls for $machine" };
sub tell_call { my ($what, $result, @errors) = @_; my $error = $!;
  my $refused = $result == -1 && grep { $!{$_} } qw(EPERM EACCES ENOSYS), @errors;
  print $refused ? "held: $what ($error)\\n" : $result == -1 ? "through: $what came past the wall ($error)\\n" : "through: $what\\n"; }
sub tell_works { my ($what, $result) = @_;
  print $result == -1 ? "broken: $what ($!)\\n" : "works: $what\\n"; }
tell_works("kernel calls by their numbers", syscall($call{getpid}) == $$ ? 0 : -1);
`;

/** A perl program as a shell command; a single quote in it would end it early, so it must hold none. */
export function perl(program: string): string {
  if (program.includes("'")) throw new Error(`a single quote in: ${program.slice(0, 60)}`);
  return `perl -e '${program}'`;
}

/**
 * Takes so many bytes of memory in pieces, about a second for each GiB so that the load can be seen, and prints how many
 * it has got: shell. Every Debian image has perl.
 */
export const takeMemory = (bytes: number): string =>
  perl(
    `my (@held, $got); while ($got < ${bytes}) { push @held, "a" x 16777216; $got += 16777216; select(undef, undef, undef, 0.01) } print "got ${bytes}\\n";`,
  );
