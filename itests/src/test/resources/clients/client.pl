# SFTP operations by Net::SFTP::Foreign, over the system's ssh: client.pl PORT USER KEY, in the protocol of ScriptClient.
use strict;
use warnings;
use Encode qw(decode);
use MIME::Base64;
use Net::SFTP::Foreign;
use Net::SFTP::Foreign::Constants qw(:flags);

$| = 1;
my ($port, $user, $key) = @ARGV;

sub content {
    my ($file) = @_;
    open my $in, '<:raw', $file or die "$file: $!";
    local $/;
    my $content = <$in>;
    close $in;
    return $content;
}

my %operations = (
    'put'    => sub { my ($sftp, $file, $path) = @_; $sftp->put($file, $path, copy_time => 0) },
    'get'    => sub { my ($sftp, $path, $file) = @_; $sftp->get($path, $file) },
    'mkdir'  => sub { my ($sftp, $path) = @_; $sftp->mkdir($path) },
    'rmdir'  => sub { my ($sftp, $path) = @_; $sftp->rmdir($path) },
    'rm'     => sub { my ($sftp, $path) = @_; $sftp->remove($path) },
    'rename' => sub { my ($sftp, $from, $to) = @_; $sftp->rename($from, $to) },
    'replace' => sub { my ($sftp, $from, $to) = @_; $sftp->atomic_rename($from, $to) },
    'symlink' => sub { my ($sftp, $target, $link) = @_; $sftp->symlink($link, $target) },
    'list' => sub {
        my ($sftp, $path) = @_;
        my $found = $sftp->ls($path, no_wanted => qr/^\.\.?$/, names_only => 1) or return;
        return join "\0", @$found;
    },
    'append' => sub {
        my ($sftp, $file, $path) = @_;
        my $remote = $sftp->open($path, SSH2_FXF_WRITE | SSH2_FXF_APPEND) or return;
        $sftp->write($remote, content($file)) and $sftp->close($remote);
    },
    'resume-up'    => sub { my ($sftp, $file, $path) = @_; $sftp->put($file, $path, resume => 1) },
    'resume-down'  => sub { my ($sftp, $path, $file) = @_; $sftp->get($path, $file, resume => 1) },
    'put-as-it-is' => sub { my ($sftp, $file, $path) = @_; $sftp->put($file, $path, copy_time => 1, copy_perm => 1) },
    'put-tree'     => sub { my ($sftp, $tree, $path) = @_; $sftp->rput($tree, $path); !$sftp->error },
    'get-tree'     => sub { my ($sftp, $path, $tree) = @_; $sftp->rget($path, $tree); !$sftp->error },
    'rename-while-open' => sub {
        my ($sftp, $file, $before, $after) = @_;
        my $content = content($file);
        my $half    = length($content) / 2;
        my $remote  = $sftp->open($before, SSH2_FXF_WRITE | SSH2_FXF_CREAT | SSH2_FXF_TRUNC) or return;
        $sftp->write($remote, substr $content, 0, $half) and $sftp->flush($remote) or return;
        $sftp->rename($before, $after) or return;
        $sftp->write($remote, substr $content, $half) and $sftp->close($remote);
    },
);

sub connection {
    my ($encoding) = @_;
    my $sftp = Net::SFTP::Foreign->new(
        host => '127.0.0.1', port => $port, user => $user, key_path => $key, fs_encoding => $encoding,
        more => [qw(-F none -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR)]);
    $sftp->die_on_error('connection');
    return $sftp;
}

# Names are bytes to this script, and to the library too if it takes them for Latin-1; but not those of the files that it makes in a tree.
my $bytes = connection('latin1');
while (my $line = <STDIN>) {
    my ($operation, @words) = map { decode_base64($_) } split ' ', $line;
    my ($answer, $text) = ('none', 'no command');
    if ($operations{$operation}) {
        my $sftp = $bytes;
        if ($operation eq 'get-tree') {
            $sftp  = connection('utf8');
            @words = map { decode('UTF-8', $_) } @words;
        }
        my $result = $operations{$operation}->($sftp, @words);
        my $done   = defined $result && ($operation eq 'list' || $result);
        ($answer, $text) = $done ? ('ok', $operation eq 'list' ? $result : '') : ('failed', $sftp->error . '');
    }
    print "$answer ", encode_base64($text, ''), "\n";
}
