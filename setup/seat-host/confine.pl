# Becomes a program that may not make the kernel calls which FILTER denies, nor may what it starts, ever.
# usage: perl confine.pl FILTER PROGRAM [ARGUMENT...]    FILTER: see kernel-calls.ts
use strict;
my $file = shift;
open(my $in, "<:raw", $file) or die "$file: $!\n";
my $filter = do { local $/; <$in> };
chomp(my $processor = `uname -m`);
my %prctl = (x86_64 => 157, aarch64 => 167);
my $call = $prctl{$processor} or die "no seats on $processor: confine.pl does not know how to call its kernel\n";
# struct sock_fprog: how many instructions, where they are. 22 is PR_SET_SECCOMP, 2 the mode of filters.
my $program = pack("S x6 P", length($filter) / 8, $filter);
syscall($call, 22, 2, $program) == 0 or die "the kernel takes no filter: $!\n";
exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
