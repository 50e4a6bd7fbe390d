# SFTP operations by Net::SFTP: client.rb PORT USER PASSWORD, in the protocol of ScriptClient.
require "net/sftp"

PORT, USER, PASSWORD = ARGV

OPERATIONS = {
  "put" => ->(sftp, file, path) { sftp.upload!(file, path) },
  "get" => ->(sftp, path, file) { sftp.download!(path, file) },
  "mkdir" => ->(sftp, path) { sftp.mkdir!(path) },
  "rmdir" => ->(sftp, path) { sftp.rmdir!(path) },
  "rm" => ->(sftp, path) { sftp.remove!(path) },
  "rename" => ->(sftp, from, to) { sftp.rename!(from, to) },
  "symlink" => ->(sftp, target, link) { sftp.symlink!(link, target) },
  "list" => ->(sftp, path) { sftp.dir.entries(path).map(&:name).reject { |name| [".", ".."].include?(name) }.join("\0") },
  "append" => lambda { |sftp, file, path|
    handle = sftp.open!(path, "a")
    sftp.write!(handle, 0, File.binread(file))
    sftp.close!(handle)
  },
  "resume-up" => lambda { |sftp, file, path|
    sftp.file.open(path, "r+") do |remote|
      remote.pos = remote.stat.size
      # What is written at once goes in one packet.
      File.binread(file, nil, remote.pos).bytes.each_slice(32_000) { |part| remote.write(part.pack("C*")) }
    end
  },
  "resume-down" => lambda { |sftp, path, file|
    sftp.file.open(path, "r") do |remote|
      remote.pos = File.size(file)
      File.open(file, "ab") { |local| local.write(remote.read) }
    end
  },
  "put-as-it-is" => lambda { |sftp, file, path|
    found = File.stat(file)
    sftp.upload!(file, path)
    sftp.setstat!(path, permissions: found.mode & 0o777, atime: found.atime.to_i, mtime: found.mtime.to_i)
  },
  "put-tree" => ->(sftp, tree, path) { sftp.upload!(tree, path, mkdir: true) },
  "get-tree" => ->(sftp, path, tree) { sftp.download!(path, tree, recursive: true) },
  "rename-while-open" => lambda { |sftp, file, before, after|
    content = File.binread(file)
    half = content.bytesize / 2
    sftp.file.open(before, "w") do |remote|
      remote.write(content.byteslice(0, half))
      sftp.rename!(before, after)
      remote.write(content.byteslice(half, half))
    end
  }
}.freeze

def answer(sftp, operation, words)
  return ["none", "no command"] unless OPERATIONS.key?(operation)

  output = OPERATIONS[operation].call(sftp, *words)
  ["ok", operation == "list" ? output : ""]
rescue StandardError => e
  ["failed", e.full_message(highlight: false)]
end

Net::SFTP.start("127.0.0.1", USER, port: PORT.to_i, password: PASSWORD, config: false, keys: [], use_agent: false,
                                   auth_methods: ["password"], verify_host_key: :never) do |sftp|
  $stdin.each_line do |line|
    operation, *words = line.split.map { |word| word.unpack1("m").force_encoding("UTF-8") }
    kind, text = answer(sftp, operation, words)
    puts("#{kind} #{[text].pack('m0')}")
    $stdout.flush
  end
end
